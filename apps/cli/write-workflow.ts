export const writeWorkflow = async (_: unknown): Promise<void> => {};

/** Global set-up: uses the PostgreSQL named by FORMWORK_TEST_DATABASE_URL. */
export default async function setup(): Promise<void> {}

//! The store on SQLite, and on PostgreSQL where `CANOE_TEST_POSTGRES_URL` names one.

mod database;
mod schema;
mod transactions;

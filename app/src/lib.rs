//! What people see: pages, islands and server functions.

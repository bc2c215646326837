//! Short words for the columns that every table is made of.

use sea_orm_migration::prelude::{
    Alias, ColumnDef, DbErr, ForeignKey, ForeignKeyCreateStatement, Index, SchemaManager, Table, TableCreateStatement,
};

/// A table of this name.
pub fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(name)).to_owned()
}

/// A required id.
pub fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().not_null().to_owned()
}

/// The primary key `id`.
pub fn key() -> ColumnDef {
    id("id").primary_key().to_owned()
}

/// An optional id.
pub fn maybe_id(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).uuid().null().to_owned()
}

/// A required text.
pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().to_owned()
}

/// An optional text.
pub fn maybe_text(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().to_owned()
}

/// A required time or 64-bit number.
pub fn int(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().to_owned()
}

/// An optional time or 64-bit number.
pub fn maybe_int(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().null().to_owned()
}

/// A required double.
pub fn double(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).double().not_null().to_owned()
}

/// An optional double.
pub fn maybe_double(name: &'static str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).double().null().to_owned()
}

/// `column` refers to the `id` of `target`.
pub fn refers(table: &'static str, column: &'static str, target: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(Alias::new(table), Alias::new(column))
        .to(Alias::new(target), Alias::new("id"))
        .to_owned()
}

/// Adds an index on these columns, named after them.
pub async fn index(manager: &SchemaManager<'_>, table: &str, columns: &[&str]) -> Result<(), DbErr> {
    let mut new = Index::create();
    new.name(format!("ix_{table}_{}", columns.join("_"))).table(Alias::new(table));
    for column in columns {
        new.col(Alias::new(*column));
    }
    manager.create_index(new.to_owned()).await
}

//! Opening the database and the material for a command.

use anyhow::{Context as _, Result};
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use services::Services;
use services::catalog::Material;
use services::ports::Ports;
use store::Store;

use crate::settings::Settings;

/// Opens the database and brings it up to date.
pub async fn store(settings: &Settings) -> Result<Store> {
    let store = Store::open(&settings.database_url).await.context("cannot open the database")?;
    up_to_date(&store).await.context("cannot bring the database up to date")?;
    Ok(store)
}

/// Nodes that start at once change the schema one after the other.
async fn up_to_date(store: &Store) -> Result<()> {
    let lock = store.lock_schema().await?;
    Migrator::up(store.for_migrations(), None).await?;
    Ok(lock.release().await?)
}

/// The services on the database, without material: enough for people, teams and keys.
pub async fn services(settings: &Settings) -> Result<Services> {
    Ok(Services::new(store(settings).await?, Ports::system(), Material::default()))
}

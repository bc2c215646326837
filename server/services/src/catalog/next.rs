//! The packs to come: a folder that an operator names, looked at before it goes live.

use std::path::Path;

use content::Fault;
use domain::authz::{Actor, Installation, PreviewMaterial, permit};

use super::{Material, Preview, preview};
use crate::{Error, Result, Services};

/// The packs to come, and what they would change.
#[derive(Debug)]
pub enum Next {
    /// No folder is named.
    NotNamed,
    /// The folder cannot be read.
    Unreadable(String),
    /// The packs in it are broken.
    Broken(Vec<Fault>),
    /// They could go live.
    Ready(Box<Preview>),
}

/// Loads the packs to come and says what they would change.
///
/// # Errors
/// [`Error::Denied`] for everybody but admins; [`Error::Unavailable`].
pub async fn preview_next(services: &Services, actor: &Actor, folder: Option<&Path>) -> Result<Next> {
    permit::<PreviewMaterial>(actor, &Installation)?;
    let Some(folder) = folder.map(Path::to_owned) else { return Ok(Next::NotNamed) };
    let loads = tokio::task::spawn_blocking(move || Material::read_files(&folder).map(Material::from_files));
    match loads.await.map_err(|error| Error::Internal(format!("loading packs failed: {error}")))? {
        Err(error) => Ok(Next::Unreadable(error.to_string())),
        Ok(Err(faults)) => Ok(Next::Broken(faults)),
        Ok(Ok((material, _))) => Ok(Next::Ready(Box::new(preview(services, actor, &material).await?))),
    }
}

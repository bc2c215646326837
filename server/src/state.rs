//! What every handler shares.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRef;
use leptos::prelude::LeptosOptions;
use services::Services;

use crate::assets::AssetFiles;
use crate::drafts::Drafts;
use crate::limits::Limits;
use crate::settings::Settings;

/// What every handler shares; cheap to clone, which each layer does for each request.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// What every handler shares.
pub struct Shared {
    /// The use cases.
    pub services: Services,
    /// The settings.
    pub settings: Settings,
    /// The built frontend.
    pub assets: AssetFiles,
    pub(crate) limits: Limits,
    pub(crate) drafts: Drafts,
    leptos: LeptosOptions,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppState {
    /// Puts the state together.
    #[must_use]
    pub fn new(services: Services, settings: Settings, assets: AssetFiles) -> Self {
        let leptos = LeptosOptions::builder().output_name("canoe").build();
        let (limits, drafts) = (Limits::new(), Drafts::default());
        Self(Arc::new(Shared { services, settings, assets, limits, drafts, leptos }))
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

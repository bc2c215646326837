//! What every handler shares.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::prelude::LeptosOptions;
use services::Services;

use crate::assets::AssetFiles;
use crate::drafts::Drafts;
use crate::limits::Limits;
use crate::settings::Settings;

/// What every handler shares; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub services: Services,
    /// The settings.
    pub settings: Arc<Settings>,
    /// The built frontend.
    pub assets: Arc<AssetFiles>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) drafts: Arc<Drafts>,
    leptos: Arc<LeptosOptions>,
}

impl AppState {
    /// Puts the state together.
    #[must_use]
    pub fn new(services: Services, settings: Settings, assets: AssetFiles) -> Self {
        let leptos = LeptosOptions::builder().output_name("canoe").build();
        Self {
            services,
            settings: Arc::new(settings),
            assets: Arc::new(assets),
            limits: Arc::new(Limits::new()),
            drafts: Arc::default(),
            leptos: Arc::new(leptos),
        }
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        LeptosOptions::clone(&state.leptos)
    }
}

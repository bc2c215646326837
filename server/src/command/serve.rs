//! `canoe serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::serve::ListenerExt as _;
use domain::time::Span;
use services::Services;
use services::identity::set_up_link;
use services::ports::Ports;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::cli::ServeArguments;
use super::{demo, open};
use crate::assets::AssetFiles;
use crate::messenger::HttpMessenger;
use crate::settings::Settings;
use crate::{AppState, jobs, material, router};

pub async fn run(arguments: ServeArguments, settings: Settings) -> Result<()> {
    let default = Settings::default().database_url;
    let mut settings = arguments.database.apply(settings);
    if arguments.demo && settings.database_url == default {
        demo::DATABASE.clone_into(&mut settings.database_url);
    }
    settings.addr = arguments.addr.unwrap_or(settings.addr);
    settings.content = arguments.content.or(settings.content);
    let filter = EnvFilter::try_new(&settings.log).context("the setting `log` cannot be read")?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();

    let assets = AssetFiles::open(settings.assets.as_deref())?;
    let material = material::load(settings.content.as_deref())?;
    let store = open::store(&settings).await?;
    let messenger = HttpMessenger::new(settings.webhook_private_networks.clone())?;
    let ports = Ports { messenger: Arc::new(messenger), ..Ports::system() };
    let staleness = Span::seconds(i64::from(settings.clearance_staleness_seconds));
    let services = Services::stale_for(store, ports, material, staleness);
    let listener =
        TcpListener::bind(settings.addr).await.with_context(|| format!("cannot listen on {}", settings.addr))?;
    // Port 0 means any; what is printed and put into links is the one that was given.
    settings.addr = listener.local_addr()?;
    welcome(&services, &settings, arguments.demo).await?;
    let state = AppState::new(services, settings, assets);
    jobs::keep_versions(&state).await;
    jobs::start(&state);
    let app = router(state).into_make_service_with_connect_info::<SocketAddr>();
    // Without this a page that is sent in pieces waits 40 ms for the browser's acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
    });
    axum::serve(listener, app).with_graceful_shutdown(stop_signal()).await?;
    Ok(())
}

/// Says where Canoe is and how to get in.
async fn welcome(services: &Services, settings: &Settings, demo: bool) -> Result<()> {
    let url = settings.public_url();
    println!("Canoe is at {url}");
    let local = settings.addr.ip().is_loopback();
    if !settings.is_secure() && !local {
        tracing::warn!(
            "people reach Canoe over plain http: put it behind TLS and set public_url to an https:// address"
        );
    }
    if demo {
        demo::load(services, &url).await?;
    }
    if let Some(token) = set_up_link(services).await.context("cannot make the set-up link")? {
        println!("Make the first admin, within 72 hours and once: {url}{}", app::paths::set_up(&token));
    }
    Ok(())
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

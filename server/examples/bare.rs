//! The least an axum server can do, to measure Canoe's routes against: one word, whatever is asked.
//!
//! `cargo run --release -p server --example bare -- 127.0.0.1:3999`

use axum::Router;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let addr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = TcpListener::bind(addr).await?;
    println!("bare is at http://{}", listener.local_addr()?);
    // As Canoe does, so that both send alike.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, Router::new().route("/", get(async || "ok")).fallback(async || "ok")).await?;
    Ok(())
}

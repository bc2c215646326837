//! Server functions: signing in and out, set-up, invitations, people, teams, sessions.

use leptos::prelude::*;
use server_fn::codec::PostUrl;

use crate::{ApiError, Done};

/// Signs somebody in and sends them where they wanted to go.
#[server(endpoint = "sign-in", input = PostUrl)]
pub async fn sign_in(email: String, password: String, #[server(default)] to: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let signed_in = services::identity::sign_in(&context.services, &email, &password, &context.device).await;
    let signed_in = signed_in.map_err(crate::ssr::fail)?;
    context.set_session(Some(&signed_in.token));
    Ok(Done::to(own_page(&to)))
}

/// Ends this session.
#[server(endpoint = "sign-out", input = PostUrl)]
pub async fn sign_out() -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    if let Some(token) = &context.session_token {
        services::identity::sign_out(&context.services, token).await.map_err(crate::ssr::fail)?;
    }
    context.set_session(None);
    Ok(Done::to(crate::paths::SIGN_IN))
}

/// A page of ours to go to; the start page for anything else, so that no link sends people away after they sign in.
fn own_page(to: &str) -> &str {
    let ours = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control);
    if ours && !to.starts_with("/api/") { to } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_page;

    #[test]
    fn only_our_own_pages_are_gone_to() {
        assert_eq!(own_page("/exam/outbound"), "/exam/outbound");
        for elsewhere in ["", "https://example.com", "//example.com", "/\\example.com", "/a\nb", "/api/sign-out"] {
            assert_eq!(own_page(elsewhere), "/", "{elsewhere}");
        }
    }
}

//! A database that is away: said so, and never a yes.

use domain::authz::Actor;
use domain::identity::Role;
use services::Error;
use services::clearance::check;
use services::identity::{Device, sign_in};

use crate::kit::{Kit, PASSWORD};

#[tokio::test]
async fn nobody_is_let_in_and_nobody_is_cleared() {
    let kit = Kit::new().await;
    kit.add("ada", Role::Rep, None).await;
    kit.cut().await;
    let signed_in = sign_in(&kit.services, "ada@halyard.example", PASSWORD, &Device::default()).await;
    assert!(matches!(signed_in, Err(Error::Unavailable(_))));
    let answer = check(&kit.services, &Actor::System, "ada@halyard.example", "outbound").await;
    assert!(matches!(answer, Err(Error::Unavailable(_))));
}

//! What a receiver's answer means, who hears of what, and who may say so.

use domain::authz::{Actor, Denied};
use domain::identity::Role;
use domain::integration::WAITS;
use domain::time::Span;
use services::Error;
use services::audit::{AuditFilter, recent};
use services::integration::webhook::{
    self, Asked, NewEndpoint, Replayed, change, create, deliveries, delivery, disable, enable, list_endpoints, replay,
    rotate, send_due, test,
};
use services::learning::open_notices;
use services::ports::Reply;

use crate::assessment::code;
use crate::sql::count;
use crate::webhook_receiver::{Hooks, Manner, header, status};

#[tokio::test]
async fn a_receiver_with_too_much_to_do_is_left_alone_as_long_as_it_asks() {
    let hooks = Hooks::new().await;
    hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    hooks.happens(ada, 0).await;
    let busy = |status, retry_after: &str| {
        Manner::Answer(Reply { status, retry_after: Some(retry_after.to_owned()), body: String::new() })
    };
    hooks.receiver.does(busy(429, "600"));
    send_due(&hooks.services).await.unwrap();
    // What happens to others meanwhile waits, too.
    let bo = hooks.person("bo").await;
    hooks.happens(bo, 0).await;
    hooks.kit.clock.forward(Span::seconds(599));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 0);
    hooks.kit.clock.forward(Span::seconds(1));
    // One hour after Monday, nine o'clock, and ten minutes.
    hooks.receiver.does(busy(503, "Mon, 23 Nov 2026 10:10:00 GMT"));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 2, "both are on their way at once");
    hooks.receiver.does(status(200));
    hooks.kit.clock.forward(Span::seconds(3_599));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 0);
    hooks.kit.clock.forward(Span::seconds(1));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 2);
    assert_eq!(hooks.receiver.taken().len(), 2);
}

#[tokio::test]
async fn an_event_that_waits_long_by_itself_keeps_no_other_one_waiting() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let (ada, bo) = (hooks.person("ada").await, hooks.person("bo").await);
    hooks.happens(ada, 0).await;
    hooks.receiver.does(status(500));
    for wait in WAITS.into_iter().take(5) {
        assert_eq!(send_due(&hooks.services).await.unwrap(), 1);
        hooks.kit.clock.forward(Span::millis(wait.as_millis() * 2));
    }
    // It comes back for the sixth time, and for its own sake waits for ten hours now.
    let second =
        |asked: &str| Manner::Answer(Reply { status: 429, retry_after: Some(asked.to_owned()), body: String::new() });
    hooks.receiver.does(second("1"));
    send_due(&hooks.services).await.unwrap();
    hooks.happens(bo, 0).await;
    hooks.receiver.does(status(200));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 0, "a second was asked for");
    hooks.kit.clock.forward(Span::seconds(1));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 1);
    assert_eq!(hooks.states(endpoint).await, ["delivered", "pending"], "the latest first");
}

#[tokio::test]
async fn whoever_looks_after_a_webhook_need_not_wait_for_it() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    let busy = Reply { status: 503, retry_after: Some("86400".to_owned()), body: String::new() };
    for (n, hurry) in ["test", "enable", "replay", "change"].into_iter().enumerate() {
        hooks.happens(ada, n).await;
        hooks.receiver.does(Manner::Answer(busy.clone()));
        send_due(&hooks.services).await.unwrap();
        let page = deliveries(&hooks.services, &hooks.admin, endpoint, Asked::default()).await.unwrap();
        assert!(page.row.endpoint.not_before.is_some(), "{hurry}");
        let first = page.rows[0].0.seq;
        match hurry {
            "test" => drop(test(&hooks.services, &hooks.admin, endpoint).await.unwrap()),
            "enable" => {
                disable(&hooks.services, &hooks.admin, endpoint).await.unwrap();
                let replayed = replay(&hooks.services, &hooks.admin, endpoint, first).await.unwrap();
                assert_eq!(replayed, Replayed::WhenEnabled);
                enable(&hooks.services, &hooks.admin, endpoint).await.unwrap();
            }
            "replay" => {
                let replayed = replay(&hooks.services, &hooks.admin, endpoint, first).await.unwrap();
                assert_eq!(replayed, Replayed::Now);
            }
            _ => {
                let new = NewEndpoint {
                    url: "https://crm.example/other".to_owned(),
                    description: "crm.example".to_owned(),
                    kinds: Vec::new(),
                };
                change(&hooks.services, &hooks.admin, endpoint, &new).await.unwrap();
            }
        }
        let page = deliveries(&hooks.services, &hooks.admin, endpoint, Asked::default()).await.unwrap();
        assert_eq!(page.row.endpoint.not_before, None, "{hurry}");
        hooks.receiver.does(status(200));
        hooks.kit.clock.forward(Span::hours(25));
        send_due(&hooks.services).await.unwrap();
    }
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_disabled_and_the_admins_hear_of_it() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    hooks.happens(ada, 0).await;
    hooks.receiver.does(status(410));
    send_due(&hooks.services).await.unwrap();
    let page = deliveries(&hooks.services, &hooks.admin, endpoint, Asked::default()).await.unwrap();
    assert!(page.row.endpoint.disabled.is_some_and(|(_, why)| why.contains("410")));
    assert!(page.row.endpoint.failing_since.is_some());
    let notices = open_notices(&hooks.services, &hooks.admin).await.unwrap();
    assert!(notices[0].words.contains("“crm.example” answered 410"), "{}", notices[0].words);
    assert_eq!(notices[0].link.as_deref(), Some(format!("/webhooks/{endpoint}").as_str()));
    let log = recent(&hooks.services, &hooks.admin, &AuditFilter::default()).await.unwrap().rows;
    assert_eq!((log[0].verb.as_str(), log[0].object_kind.as_str()), ("operate", "webhook"));

    // Nothing is sent and nothing new waits while it is disabled; what waited is sent when it is enabled.
    hooks.happens(ada, 1).await;
    hooks.receiver.does(status(200));
    hooks.kit.clock.forward(Span::hours(1));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 0);
    assert_eq!(code(&test(&hooks.services, &hooks.admin, endpoint).await.unwrap_err()), "disabled");
    enable(&hooks.services, &hooks.admin, endpoint).await.unwrap();
    assert_eq!(send_due(&hooks.services).await.unwrap(), 1);
    assert_eq!(hooks.states(endpoint).await, ["delivered"]);
}

#[tokio::test]
async fn a_redirect_is_a_failure() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    hooks.happens(ada, 0).await;
    hooks.receiver.does(status(308));
    send_due(&hooks.services).await.unwrap();
    let page = deliveries(&hooks.services, &hooks.admin, endpoint, Asked::default()).await.unwrap();
    let (sent, last) = &page.rows[0];
    assert_eq!((sent.state.as_str(), sent.attempts), ("pending", 1));
    let last = last.first().unwrap();
    assert_eq!((last.status, last.answer.as_str()), (Some(308), "answer 308"));
    assert_eq!(hooks.receiver.all().len(), 1);
}

#[tokio::test]
async fn two_secrets_sign_for_a_day_and_the_new_one_alone_afterwards() {
    let hooks = Hooks::new().await;
    let new = NewEndpoint { url: "https://crm.example/".to_owned(), description: "CRM".to_owned(), kinds: vec![] };
    let (endpoint, secret) = create(&hooks.services, &hooks.admin, &new).await.unwrap();
    let signatures = async || {
        test(&hooks.services, &hooks.admin, endpoint).await.unwrap();
        send_due(&hooks.services).await.unwrap();
        let message = hooks.receiver.all().pop().unwrap();
        header(&message, "webhook-signature").split(' ').count()
    };
    assert_eq!(signatures().await, 1);
    let newest = async || {
        let page = deliveries(&hooks.services, &hooks.admin, endpoint, Asked::default()).await.unwrap();
        page.newest_secret
    };
    let first = newest().await;
    let (rotated, until) = rotate(&hooks.services, &hooks.admin, endpoint, first).await.unwrap();
    assert!(rotated != secret && rotated.starts_with("whsec_"));
    assert_eq!(until - hooks.services.now(), Span::hours(24));
    assert_eq!(signatures().await, 2);
    let page = deliveries(&hooks.services, &hooks.admin, endpoint, Asked::default()).await.unwrap();
    assert_eq!(page.rotation_ends, Some(until));
    // Rotated again, because one has leaked: the first one is gone at once.
    hooks.kit.clock.forward(Span::hours(20));
    // Not by a form of before: it knows nothing of the secret that signs beside the new one.
    for stale in [first, None] {
        let refused = rotate(&hooks.services, &hooks.admin, endpoint, stale).await.unwrap_err();
        assert!(matches!(refused, Error::Refused { code: "secret-changed", .. }), "{refused:?}");
    }
    assert_eq!(signatures().await, 2);
    rotate(&hooks.services, &hooks.admin, endpoint, newest().await).await.unwrap();
    assert_eq!(signatures().await, 2);
    hooks.kit.clock.forward(Span::hours(4));
    assert_eq!(signatures().await, 2);
    hooks.kit.clock.forward(Span::hours(20));
    assert_eq!(signatures().await, 1);
}

#[tokio::test]
async fn an_endpoint_hears_of_what_it_wants_from_then_on() {
    let hooks = Hooks::new().await;
    let ada = hooks.person("ada").await;
    hooks.happens(ada, 0).await;
    let all = hooks.endpoint("all.example", &[]).await;
    let other = hooks.endpoint("other.example", &["certificate.granted", "person.deactivated"]).await;
    let off = hooks.endpoint("off.example", &[]).await;
    disable(&hooks.services, &hooks.admin, off).await.unwrap();
    hooks.happens(ada, 1).await;
    services::identity::close_account(&hooks.services, &hooks.admin, ada).await.unwrap();
    test(&hooks.services, &hooks.admin, other).await.unwrap();
    send_due(&hooks.services).await.unwrap();
    let kinds = async |id| {
        let page = deliveries(&hooks.services, &hooks.admin, id, Asked::default()).await.unwrap();
        page.rows.into_iter().map(|(delivery, _)| delivery.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(all).await, ["person.deactivated", "attempt.finished"]);
    assert_eq!(kinds(other).await, ["webhook.test", "person.deactivated"]);
    assert!(kinds(off).await.is_empty());

    let new = NewEndpoint { url: "https://other.example/".to_owned(), description: "Other".to_owned(), kinds: vec![] };
    change(&hooks.services, &hooks.admin, other, &new).await.unwrap();
    hooks.happens(ada, 2).await;
    assert_eq!(kinds(other).await[0], "attempt.finished");
    webhook::delete(&hooks.services, &hooks.admin, other).await.unwrap();
    assert_eq!(list_endpoints(&hooks.services, &hooks.admin).await.unwrap().len(), 2);
    assert!(matches!(rotate(&hooks.services, &hooks.admin, other, None).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn what_was_typed_is_checked() {
    let hooks = Hooks::new().await;
    let wrong = async |url: &str, description: &str, kind: &str| {
        let kinds = [kind].into_iter().filter(|kind| !kind.is_empty()).map(str::to_owned).collect();
        let new = NewEndpoint { url: url.to_owned(), description: description.to_owned(), kinds };
        match create(&hooks.services, &hooks.admin, &new).await {
            Err(Error::Invalid(fields)) => fields.into_iter().map(|wrong| wrong.field).collect(),
            Ok(_) => Vec::new(),
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(wrong("https://10.0.0.1/", "CRM", "").await, ["url"]);
    assert_eq!(wrong("crm", " ", "paint.dried").await, ["url", "description", "kinds"]);
    assert_eq!(wrong("https://crm.example/", "CRM", "webhook.test").await, ["kinds"], "nobody asks for tests");
    assert!(wrong("https://crm.example/", "CRM", "clearance.changed").await.is_empty());
}

#[tokio::test]
async fn nobody_but_an_admin_gets_near_them() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let manager = hooks.kit.add("max", Role::Manager, None).await;
    let refused = |error: Error| matches!(error, Error::Denied(Denied::Forbidden | Denied::SignIn));
    for actor in [&manager, &Actor::Nobody] {
        assert!(refused(list_endpoints(&hooks.services, actor).await.unwrap_err()));
        assert!(refused(rotate(&hooks.services, actor, endpoint, None).await.unwrap_err()));
        assert!(refused(test(&hooks.services, actor, endpoint).await.unwrap_err()));
        assert!(refused(delivery(&hooks.services, actor, endpoint, 1).await.unwrap_err()));
        assert!(refused(webhook::delete(&hooks.services, actor, endpoint).await.unwrap_err()));
    }
}

#[tokio::test]
async fn what_is_old_and_done_is_tidied_away() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let (ada, bo) = (hooks.person("ada").await, hooks.person("bo").await);
    hooks.happens(ada, 0).await;
    send_due(&hooks.services).await.unwrap();
    hooks.happens(bo, 0).await;
    hooks.kit.clock.forward(Span::days(31));
    hooks.happens(ada, 1).await;
    send_due(&hooks.services).await.unwrap();
    hooks.receiver.does(Manner::Away);
    test(&hooks.services, &hooks.admin, endpoint).await.unwrap();
    assert_eq!(webhook::tidy(&hooks.services).await.unwrap(), 2);
    assert_eq!(hooks.states(endpoint).await, ["pending", "delivered"]);
    assert_eq!(count(&hooks.kit, "SELECT count(*) AS n FROM webhook_attempt").await, 1);
    // What is on its way is kept however old it is, unless its endpoint is disabled.
    hooks.kit.clock.forward(Span::days(31));
    assert_eq!(webhook::tidy(&hooks.services).await.unwrap(), 1);
    assert_eq!(hooks.states(endpoint).await, ["pending"]);
    disable(&hooks.services, &hooks.admin, endpoint).await.unwrap();
    assert_eq!(webhook::tidy(&hooks.services).await.unwrap(), 1);
    assert_eq!(count(&hooks.kit, "SELECT count(*) AS n FROM outbox_event").await, 0);
}

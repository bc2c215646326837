//! Webhooks arrive: after a day without a receiver, after a node was killed, from two nodes at once; in order, and signed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::id::PersonId;
use domain::integration::WAITS;
use domain::time::Span;
use services::integration::webhook::{deliver, replay, replay_failed, send_due};

use crate::webhook_receiver::{Hooks, Manner, check_order, header, status};

/// Numbers that look random, from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

async fn a_day_without_a_receiver(seed: u64) {
    let hooks = Hooks::new().await;
    hooks.endpoint("crm.example", &[]).await;
    hooks.receiver.does(Manner::Away);
    let mut people: BTreeMap<PersonId, usize> = BTreeMap::new();
    for name in ["ada", "bo", "cleo"] {
        people.insert(hooks.person(name).await, 0);
    }
    let ids: Vec<PersonId> = people.keys().copied().collect();
    let mut dice = Dice(seed);
    let (mut passed, day) = (Span::minutes(0), Span::hours(24));
    while passed < day {
        for _ in 0..dice.below(3) {
            let person = ids[usize::try_from(dice.below(3)).unwrap()];
            let count = people.get_mut(&person).unwrap();
            hooks.happens(person, *count).await;
            *count += 1;
        }
        send_due(&hooks.services).await.unwrap();
        let step = Span::minutes(i64::try_from(1 + dice.below(60)).unwrap());
        hooks.kit.clock.forward(step);
        passed = Span::millis(passed.as_millis() + step.as_millis());
    }
    assert!(hooks.receiver.taken().is_empty(), "it was away");
    hooks.receiver.does(status(204));
    for _ in 0..30 {
        send_due(&hooks.services).await.unwrap();
        hooks.kit.clock.forward(Span::hours(1));
    }
    assert!(people.values().sum::<usize>() > 15, "enough happened: {people:?}");
    assert_eq!(check_order(&hooks.receiver, &people), 0, "and nothing twice");
}

#[tokio::test]
async fn everything_arrives_in_order_after_a_day_without_a_receiver() {
    for seed in [1, 20_261_126, 77] {
        a_day_without_a_receiver(seed).await;
    }
}

#[tokio::test]
async fn what_a_killed_node_had_in_hand_is_sent_by_another() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    for n in 0..3 {
        hooks.happens(ada, n).await;
    }
    hooks.receiver.does(Manner::Silent);
    let services = hooks.services.clone();
    let killed = tokio::spawn(async move { send_due(&services).await });
    while hooks.receiver.all().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    killed.abort();
    assert!(killed.await.unwrap_err().is_cancelled());

    // The receiver has it, but nobody noted that. While it may still be in somebody's hand, nobody else takes it.
    hooks.receiver.does(status(200));
    let other = hooks.another_node();
    assert_eq!(send_due(&other).await.unwrap(), 0);
    hooks.kit.clock.forward(Span::seconds(61));
    assert_eq!(send_due(&other).await.unwrap(), 3);
    let messages = hooks.receiver.all();
    assert_eq!(messages.len(), 4);
    assert_eq!(header(&messages[0], "webhook-id"), header(&messages[1], "webhook-id"), "twice, under the same id");
    assert_eq!(messages[0].body, messages[1].body);
    assert_ne!(header(&messages[0], "webhook-timestamp"), header(&messages[1], "webhook-timestamp"));
    check_order(&hooks.receiver, &BTreeMap::from([(ada, 3)]));
    assert_eq!(hooks.states(endpoint).await, ["delivered"; 3]);
}

#[tokio::test]
async fn two_nodes_send_nothing_twice() {
    let hooks = Hooks::new().await;
    hooks.endpoint("crm.example", &[]).await;
    let mut people = BTreeMap::new();
    for name in ["ada", "bo", "cleo", "dia", "eve", "fay"] {
        let person = hooks.person(name).await;
        for n in 0..5 {
            hooks.happens(person, n).await;
        }
        people.insert(person, 5);
    }
    let (one, two) = (hooks.services.clone(), hooks.another_node());
    let (one, two) = tokio::join!(send_due(&one), send_due(&two));
    assert_eq!(one.unwrap() + two.unwrap(), 30);
    assert_eq!(check_order(&hooks.receiver, &people), 0);
    assert_eq!(hooks.receiver.all().len(), 30);
}

#[tokio::test]
async fn nothing_of_the_database_is_held_while_a_receiver_is_awaited() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    hooks.happens(ada, 0).await;
    hooks.receiver.does(Manner::WhileWriting);
    let sent = tokio::time::timeout(Duration::from_secs(8), send_due(&hooks.services)).await;
    assert_eq!(sent.expect("the write did not wait for the message").unwrap(), 1);
    assert_eq!(hooks.states(endpoint).await, ["delivered"]);
}

#[tokio::test]
async fn the_slow_keep_nobody_else_waiting() {
    let hooks = Hooks::new().await;
    let (slow, quick) = (hooks.endpoint("slow.example", &[]).await, hooks.endpoint("quick.example", &[]).await);
    let (ada, bo) = (hooks.person("ada").await, hooks.person("bo").await);
    hooks.happens(ada, 0).await;
    hooks.happens(ada, 1).await;
    hooks.happens(bo, 0).await;
    *hooks.receiver.otherwise.lock().unwrap() = Some(("slow.example".to_owned(), Manner::Silent));
    let services = hooks.services.clone();
    let waiting = tokio::spawn(async move { deliver(&services, slow).await });
    assert_eq!(deliver(&hooks.services, quick).await.unwrap(), 3);
    while hooks.receiver.all().iter().filter(|message| message.url.contains("slow")).count() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    waiting.abort();
    let slow: BTreeSet<String> =
        hooks.receiver.all().iter().filter(|message| message.url.contains("slow")).map(|m| m.body.clone()).collect();
    assert_eq!(slow.len(), 2, "the first about each person, and not the second about Ada");
    assert!(slow.iter().all(|body| body.contains("\"n\":0")));
    assert!(slow.iter().any(|body| body.contains(&bo.to_string())));
}

#[tokio::test]
async fn after_the_last_try_the_next_event_goes_on_and_the_first_can_be_sent_again() {
    let hooks = Hooks::new().await;
    let endpoint = hooks.endpoint("crm.example", &[]).await;
    let ada = hooks.person("ada").await;
    let began = hooks.services.now();
    hooks.happens(ada, 0).await;
    hooks.happens(ada, 1).await;
    hooks.receiver.does(status(500));
    assert_eq!(send_due(&hooks.services).await.unwrap(), 1);
    for wait in WAITS {
        assert_eq!(send_due(&hooks.services).await.unwrap(), 0, "not before its time");
        // A tenth more at most, by chance.
        hooks.kit.clock.forward(Span::millis(wait.as_millis() - 1));
        assert_eq!(send_due(&hooks.services).await.unwrap(), 0, "not before its time");
        hooks.kit.clock.forward(Span::millis(wait.as_millis() / 10 + 1));
        if wait == WAITS[8] {
            hooks.receiver.does(status(200));
            *hooks.receiver.otherwise.lock().unwrap() = Some(("\"n\":0".to_owned(), status(500)));
        }
        assert!(send_due(&hooks.services).await.unwrap() > 0, "after {wait:?}");
    }
    assert_eq!(hooks.states(endpoint).await, ["delivered", "failed"]);
    assert_eq!(hooks.receiver.all().len(), 11);

    *hooks.receiver.otherwise.lock().unwrap() = None;
    let later = hooks.services.now();
    assert_eq!(
        replay_failed(&hooks.services, &hooks.admin, endpoint, later).await.unwrap(),
        0,
        "since then nothing failed"
    );
    assert_eq!(replay_failed(&hooks.services, &hooks.admin, endpoint, began).await.unwrap(), 1);
    send_due(&hooks.services).await.unwrap();
    assert_eq!(hooks.states(endpoint).await, ["delivered", "delivered"]);
    let (first, again) = (hooks.receiver.all()[0].clone(), hooks.receiver.all()[11].clone());
    assert_eq!(header(&first, "webhook-id"), header(&again, "webhook-id"));
    assert_eq!(first.body, again.body);

    // What arrived can be sent once more, too.
    let page = services::integration::webhook::deliveries(&hooks.services, &hooks.admin, endpoint, Default::default());
    let seq = page.await.unwrap().rows[0].0.seq;
    replay(&hooks.services, &hooks.admin, endpoint, seq).await.unwrap();
    assert_eq!(hooks.states(endpoint).await, ["pending", "delivered"]);
    send_due(&hooks.services).await.unwrap();
    assert_eq!(hooks.receiver.all().len(), 13);

    // A page of many counts the tries that the event's own page shows.
    let page = services::integration::webhook::deliveries(&hooks.services, &hooks.admin, endpoint, Default::default());
    for (delivery, tries) in page.await.unwrap().rows {
        let own = services::integration::webhook::delivery(&hooks.services, &hooks.admin, endpoint, delivery.seq);
        assert_eq!(tries, own.await.unwrap().attempts);
        assert_eq!((delivery.attempts, tries.len()), (1, if delivery.seq == seq { 2 } else { 11 }));
    }
}

//! A receiver of webhooks that does as a test says, and services that send to it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use domain::authz::{Actor, Installation, OperateSystem, permit};
use domain::id::{AuditEventId, EndpointId, EventId, PersonId};
use domain::identity::Role;
use domain::integration::EventKind;
use serde_json::{Value, json};
use services::Services;
use services::identity::add_team;
use services::integration::webhook::{Asked, NewEndpoint, create, deliveries};
use services::ports::{Clock, Message, Messenger, NoReply, Ports, Reply, Replying};
use store::Event;
use store::outbox::{Outgoing, write};

use crate::kit::{self, Kit};

/// What the receiver does.
#[derive(Debug, Clone)]
pub enum Manner {
    /// Answers this.
    Answer(Reply),
    /// Cannot be reached.
    Away,
    /// Takes the message and never answers.
    Silent,
    /// Takes the message, and meanwhile something else is written; then it answers 200.
    WhileWriting,
}

/// An answer with this status.
pub fn status(status: u16) -> Manner {
    Manner::Answer(Reply { status, body: format!("answer {status}"), ..Reply::default() })
}

/// What came in, and what to do with it. Messages to an address that contains a word, or about it, may be treated otherwise.
pub struct Receiver {
    pub manner: Mutex<Manner>,
    pub otherwise: Mutex<Option<(String, Manner)>>,
    pub messages: Mutex<Vec<(Message, bool)>>,
    services: Mutex<Option<Services>>,
}

impl Receiver {
    /// From now on it does this.
    pub fn does(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// All messages so far.
    pub fn all(&self) -> Vec<Message> {
        self.messages.lock().unwrap().iter().map(|(message, _)| message.clone()).collect()
    }

    /// The bodies of the messages that were taken with a 2xx.
    pub fn taken(&self) -> Vec<Value> {
        let messages = self.messages.lock().unwrap();
        messages.iter().filter(|(_, taken)| *taken).map(|(message, _)| body(message)).collect()
    }
}

/// A message's header.
pub fn header<'a>(message: &'a Message, name: &str) -> &'a str {
    &message.headers.iter().find(|(known, _)| *known == name).unwrap().1
}

/// A message's body.
pub fn body(message: &Message) -> Value {
    serde_json::from_str(&message.body).unwrap()
}

impl Messenger for Receiver {
    fn lists(&self, _: IpAddr) -> bool {
        false
    }

    fn post(&self, message: Message) -> Replying<'_> {
        let mut manner = self.manner.lock().unwrap().clone();
        if let Some((word, other)) = &*self.otherwise.lock().unwrap()
            && (message.url.contains(word) || message.body.contains(word))
        {
            manner = other.clone();
        }
        let taken = match &manner {
            Manner::Answer(reply) => (200..300).contains(&reply.status),
            Manner::WhileWriting => true,
            Manner::Away | Manner::Silent => false,
        };
        self.messages.lock().unwrap().push((message, taken));
        let services = self.services.lock().unwrap().clone();
        Box::pin(async move {
            match manner {
                Manner::Answer(reply) => Ok(reply),
                Manner::Away => Err(NoReply("No connection.".to_owned())),
                Manner::Silent => std::future::pending().await,
                Manner::WhileWriting => {
                    add_team(&services.unwrap(), &Actor::System, "Meanwhile", None).await.unwrap();
                    Ok(Reply { status: 200, ..Reply::default() })
                }
            }
        })
    }
}

/// Services on a fresh database, with the receiver, and an admin.
pub struct Hooks {
    pub kit: Kit,
    pub services: Services,
    pub receiver: Arc<Receiver>,
    pub admin: Actor,
}

impl Hooks {
    /// With a receiver that takes everything.
    pub async fn new() -> Self {
        let kit = Kit::new().await;
        let receiver = Arc::new(Receiver {
            manner: Mutex::new(status(200)),
            otherwise: Mutex::new(None),
            messages: Mutex::new(Vec::new()),
            services: Mutex::new(None),
        });
        let admin = kit.add("admin", Role::Admin, None).await;
        let services = node(&kit, &receiver);
        *receiver.services.lock().unwrap() = Some(services.clone());
        Self { services, kit, receiver, admin }
    }

    /// Another node on the same database.
    pub fn another_node(&self) -> Services {
        node(&self.kit, &self.receiver)
    }

    /// An endpoint at this host that wants these kinds.
    pub async fn endpoint(&self, host: &str, kinds: &[&str]) -> EndpointId {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let new = NewEndpoint { url: format!("https://{host}/hook"), description: host.to_owned(), kinds };
        create(&self.services, &self.admin, &new).await.unwrap().0
    }

    /// Somebody.
    pub async fn person(&self, name: &str) -> PersonId {
        let Actor::Person(person) = self.kit.add(name, Role::Rep, None).await else { unreachable!() };
        person.id
    }

    /// Lets something happen to somebody: the `n`th thing.
    pub async fn happens(&self, person: PersonId, n: usize) {
        let permit = permit::<OperateSystem>(&Actor::System, &Installation).unwrap();
        let entropy = Ports::system().entropy;
        let tx = self.kit.store().begin(&permit, self.services.now()).await.unwrap();
        store::assessment::lock_person(self.kit.store(), &tx, person).await.unwrap();
        let data = json!({ "n": n, "person": { "id": person } });
        let id = EventId(entropy.uuid());
        write(&tx, &Outgoing { id, kind: EventKind::AttemptFinished, person: Some(person), data }).await.unwrap();
        let object = person.to_string();
        let event = Event { id: AuditEventId(entropy.uuid()), object_kind: "person", object, detail: json!({}) };
        tx.commit(event).await.unwrap();
    }

    /// States of what was sent to an endpoint, the latest first.
    pub async fn states(&self, endpoint: EndpointId) -> Vec<&'static str> {
        let page = deliveries(&self.services, &self.admin, endpoint, Asked::default()).await.unwrap();
        page.rows.iter().map(|(delivery, _)| delivery.state.as_str()).collect()
    }
}

fn node(kit: &Kit, receiver: &Arc<Receiver>) -> Services {
    let clock = Arc::clone(&kit.clock) as Arc<dyn Clock>;
    let messenger = Arc::clone(receiver) as Arc<dyn Messenger>;
    Services::new(kit.store().clone(), Ports { clock, messenger, ..Ports::system() }, kit::material())
}

/// Checks what came in against what happened: every message bears the id of one event and always the same body, nobody hears of a thing before
/// what happened to the same person earlier was taken, and everything was taken. Says how often things were taken twice.
pub fn check_order(receiver: &Receiver, happened: &BTreeMap<PersonId, usize>) -> usize {
    let (mut bodies, mut taken, mut twice) = (BTreeMap::new(), BTreeMap::<String, BTreeSet<u64>>::new(), 0);
    for (message, was_taken) in receiver.messages.lock().unwrap().iter() {
        let known = bodies.entry(header(message, "webhook-id").to_owned()).or_insert_with(|| message.body.clone());
        assert_eq!(known, &message.body, "the same bytes at every try");
        let data = &body(message)["data"];
        let (person, n) = (data["person"]["id"].as_str().unwrap().to_owned(), data["n"].as_u64().unwrap());
        let of_person = taken.entry(person.clone()).or_default();
        assert!((0..n).all(|earlier| of_person.contains(&earlier)), "{person} {n} comes before its time");
        twice += usize::from(*was_taken && !of_person.insert(n));
    }
    for (person, count) in happened {
        let of_person = taken.get(&person.to_string()).map_or(0, BTreeSet::len);
        assert_eq!(of_person, *count, "everything that happened to {person} was taken");
    }
    twice
}

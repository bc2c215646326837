//! API keys: which there are, a new one, and how another system asks with it.

use leptos::prelude::*;

use super::api::load_keys;
use super::view::KeyView;
use crate::identity::{Confirm, ShownOnce};
use crate::ui::{
    Badge, DataTable, EmptyState, Field, FormAlert, HiddenField, IconName, PageHead, SubmitButton, Td, Th, Tone,
};
use crate::{Flash, Frame, loaded, paths};

/// The API keys.
#[component]
pub fn KeysPage() -> impl IntoView {
    loaded(load_keys(), |view| {
        let example = |key: &str| {
            let url = format!("{}/api/v1/people/EMAIL/clearance?scope=outbound", view.public_url);
            format!("curl -H \"Authorization: Bearer {key}\" \"{url}\"")
        };
        let (general, made) = (example("KEY"), Flash::of("create-key").secret);
        let made = made.map(|key| {
            let call = example(&key);
            view! {
                <ShownOnce
                    title="The new key"
                    words="Copy it now and keep it where your phone system keeps its secrets. It is shown this once."
                    secret=key
                >
                    <p>"Ask with it, with somebody’s address in the place of EMAIL:"</p>
                    <div class="secret">
                        <code>{call}</code>
                    </div>
                </ShownOnce>
            }
        });
        let keys = view.keys;
        view! {
            <Frame title="API keys" current=paths::KEYS>
                <div class="page">
                    <PageHead
                        title="API keys"
                        lede="A phone system asks with a key whether somebody may take a call. Give each system its own."
                    />
                    <FormAlert message=Flash::of("revoke-key").alert() />
                    {made}
                    <div class="cols">
                        <div>
                            <section class="panel panel-flush" aria-label="Keys">
                                <List keys=keys />
                            </section>
                            <section class="panel" aria-labelledby="how">
                                <h2 class="section-title" id="how">
                                    "How a system asks"
                                </h2>
                                <p>
                                    "The answer says solo, supervised or blocked, until when, and why. Somebody’s id in other systems, such as the phone system’s agent id, works in the place of their address."
                                </p>
                                <div class="secret">
                                    <code>{general}</code>
                                </div>
                            </section>
                        </div>
                        <div>
                            <NewKey />
                        </div>
                    </div>
                </div>
            </Frame>
        }
    })
}

#[component]
fn NewKey() -> impl IntoView {
    let flash = Flash::of("create-key");
    view! {
        <section class="panel" aria-labelledby="new-key">
            <h2 class="section-title" id="new-key">
                "Make a key"
            </h2>
            <form class="form" method="post" action=paths::form("create-key")>
                <FormAlert message=flash.alert_beside(&["name", "staleness"]) />
                <HiddenField name="scope" value="clearance:read" />
                <Field
                    label="Name"
                    name="name"
                    value=flash.value("name")
                    error=flash.error_of("name")
                    hint="The system it is for, such as “Dialler, main site”.".to_owned()
                    autocomplete="off"
                    required=true
                />
                <Field
                    label="Seconds an answer may be kept"
                    name="staleness"
                    value=flash.value("staleness").or(Some("0".to_owned()))
                    error=flash.error_of("staleness")
                    hint="0: every call asks anew, and a revocation holds from its answer on. Up to 60 for a system that would ask too often; then a revocation may take that long."
                        .to_owned()
                    autocomplete="off"
                    required=true
                />
                <p class="quiet small">"It may ask for clearance (clearance:read) and nothing else."</p>
                <div>
                    <SubmitButton label="Make the key" />
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn List(keys: Vec<KeyView>) -> impl IntoView {
    if keys.is_empty() {
        return view! {
            <EmptyState
                icon=IconName::Key
                title="No key yet"
                words="Make one for each system that asks Canoe who may take calls."
            />
        }
        .into_any();
    }
    let head = view! {
        <Th label="Name" />
        <Th label="Begins with" />
        <Th label="May" />
        <Th label="Last used" />
        <Th label="Action" number=true />
    }
    .into_any();
    let rows = keys.into_iter().map(row).collect_view();
    view! {
        <DataTable caption="API keys" head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(key: KeyView) -> AnyView {
    let KeyView { id, name, prefix, scopes, staleness_seconds, created, last_used, revoked } = key;
    let kept = (staleness_seconds > 0).then(|| format!(", answers kept for {staleness_seconds} s"));
    let scopes = scopes.into_iter().map(|scope| view! { <Badge label=scope tone=Tone::Brand /> }).collect_view();
    let action = match revoked {
        Some(day) => view! { <Badge label=format!("Revoked {day}") icon=Some(IconName::Lock) /> }.into_any(),
        None => view! {
            <Confirm
                label="Revoke"
                about=name.clone()
                words="From then on every system that asks with this key is refused. It cannot be undone."
            >
                <form method="post" action=paths::form("revoke-key")>
                    <HiddenField name="key" value=id />
                    <SubmitButton label="Revoke the key" class="btn btn-sm btn-error" />
                </form>
            </Confirm>
        }
        .into_any(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {name}
                <span class="cell-note">{format!("made {created}{}", kept.unwrap_or_default())}</span>
            </th>
            <Td label="Begins with">
                <code class="font-mono">{prefix}</code>
            </Td>
            <Td label="May">{scopes}</Td>
            <Td label="Last used">{last_used.unwrap_or_else(|| "never".to_owned())}</Td>
            <Td label="" number=true>
                {action}
            </Td>
        </tr>
    }
    .into_any()
}

//! Wakes the islands of a page. Only a page with an island asks for the script.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::Assets;

/// Loads the islands and hydrates those of this page. Nothing where the build has none: the page works as it is.
#[component]
pub fn IslandLoader() -> impl IntoView {
    // What stands outside of islands is not hydrated; without this it would use up the keys that islands count.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let Assets { js, wasm, .. } = Assets::current();
    (!js.is_empty()).then(|| {
        let nonce = use_nonce();
        let script = script(&js, &wasm);
        view! {
            <link rel="modulepreload" href=js nonce=nonce.clone() />
            <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="module" nonce=nonce>
                {script}
            </script>
        }
    })
}

/// The module script. Both addresses come from the build's manifest; `{:?}` quotes them.
fn script(js: &str, wasm: &str) -> String {
    format!(
        "import * as islands from {js:?};\n\
         await islands.default({{ module_or_path: {wasm:?} }});\n\
         islands.hydrate();\n\
         for (const island of document.querySelectorAll('leptos-island')) islands[island.dataset.component]?.(island);"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_loaded_where_nothing_is_built() {
        let owner = Owner::new();
        assert_eq!(owner.with(|| view! { <IslandLoader /> }.to_html()).replace("<!>", ""), "");
    }

    #[test]
    fn the_script_names_the_built_files() {
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(Assets {
                js: "/assets/c.1.js".into(),
                wasm: "/assets/c.2.wasm".into(),
                ..Default::default()
            });
            view! { <IslandLoader /> }.to_html()
        });
        assert!(html.contains(r#"import * as islands from "/assets/c.1.js";"#), "{html}");
        assert!(html.contains(r#"module_or_path: "/assets/c.2.wasm""#), "{html}");
        assert!(html.contains(r#"rel="modulepreload""#) && html.contains("crossorigin"), "{html}");
    }
}

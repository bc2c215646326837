//! The frame of every page behind the sign-in.

use leptos::prelude::*;

use super::nav::{BottomNav, TopNav};
use super::{Icon, IconName, Logo, NavItem, Theme};

/// Skip link, top bar, the page itself, footer, and the bottom bar of a narrow screen.
#[component]
pub fn AppShell(
    /// The destinations this person has.
    nav: Vec<NavItem>,
    /// The `href` of the destination the page belongs to.
    #[prop(into)]
    current: String,
    /// The person's name.
    #[prop(into)]
    person_name: String,
    /// The person's role, as a word to read.
    #[prop(into)]
    role: String,
    /// The theme chosen, if the cookie says.
    #[prop(optional_no_strip)]
    theme: Option<Theme>,
    /// What stands in the person's menu above the theme: links, for instance.
    #[prop(optional, into)]
    menu: Option<ViewFn>,
    /// The form that signs out; by default one that posts to `/sign-out`.
    #[prop(optional, into)]
    sign_out: Option<ViewFn>,
    /// The page.
    children: Children,
) -> impl IntoView {
    let theme = theme.unwrap_or_default();
    view! {
        <div class="shell">
            <a class="skip-link" href="#main">
                "Skip to the page"
            </a>
            <header class="shell-head">
                <div class="shell-row">
                    <a class="logo-link" href="/" aria-label="Canoe, home">
                        <Logo />
                    </a>
                    <TopNav items=nav.clone() current=current.clone() />
                    <button type="button" class="person-button" popovertarget="person-menu">
                        <span class="initials" aria-hidden="true">
                            {initials(&person_name)}
                        </span>
                        <span class="person-name">{person_name.clone()}</span>
                        <Icon name=IconName::ChevronDown class="size-4" />
                    </button>
                </div>
                <div id="person-menu" class="menu-pop person-menu" popover="auto">
                    <p class="person-card">
                        <strong>{person_name}</strong>
                        <span>{role}</span>
                    </p>
                    {menu.map(|menu| menu.run())}
                    <ThemeChoice theme=theme />
                    {match sign_out {
                        Some(form) => form.run(),
                        None => view! { <SignOut /> }.into_any(),
                    }}
                </div>
            </header>
            <main id="main" class="shell-main" tabindex="-1">
                {children()}
            </main>
            <footer class="shell-foot">
                <p>"Canoe"</p>
                <p>"Nobody takes a call they are not ready for. Nobody who is ready waits."</p>
            </footer>
            <BottomNav items=nav current=current />
        </div>
    }
    .into_any()
}

/// Up to two letters for a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// Three buttons in a plain form: they post `theme=system|light|dark` to `/theme`.
#[component]
fn ThemeChoice(theme: Theme) -> impl IntoView {
    let buttons = Theme::ALL
        .map(|choice| {
            let icon = match choice {
                Theme::System => IconName::Monitor,
                Theme::Light => IconName::Sun,
                Theme::Dark => IconName::Moon,
            };
            let pressed = if choice == theme { "true" } else { "false" };
            view! {
                <button name="theme" value=choice.as_str() aria-pressed=pressed>
                    <Icon name=icon class="size-4" />
                    {choice.label()}
                </button>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <form method="post" action="/theme">
            <div class="theme-choice" role="group" aria-label="Theme">
                {buttons}
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn SignOut() -> impl IntoView {
    view! {
        <form method="post" action="/sign-out">
            <button class="menu-link">
                <Icon name=IconName::LogOut class="size-5" />
                "Sign out"
            </button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_first_and_last() {
        assert_eq!(initials("ada lovelace"), "AL");
        assert_eq!(initials("Ana Maria de Souza"), "AS");
        assert_eq!(initials("Björk"), "B");
        assert_eq!(initials("  "), "");
    }
}

//! Who may do what to whom: one table, a line for each address and method. Pure.
//!
//! [`guard`](super::guard) asks it before a handler runs, and refuses what has no line, so nothing new can be open by
//! mistake. Handlers ask no rights of their own; they only ever read and write what the [`Who`] they get is bound to.

use super::Who;
use axum::http::Method;

/// Who may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody with an account, in their own matters.
    SignedIn,
    /// The people of the institution whose desk is open.
    Member,
    /// Its owners.
    Owner,
    /// Office staff, each for their region; admins for all.
    Office,
    Admin,
}

/// What the address is about, so that office staff can be held to their region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Nothing in particular, or what the asker is bound to anyway.
    Own,
    /// The institution whose id stands in the address.
    Institution,
}

/// Whether it only looks or also changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    Look,
    Change,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub does: Does,
    /// The address as the router writes it.
    pub path: &'static str,
    pub may: May,
    pub whom: Whom,
}

const fn look(path: &'static str, may: May) -> Line {
    Line { does: Does::Look, path, may, whom: Whom::Own }
}

const fn change(path: &'static str, may: May) -> Line {
    Line { does: Does::Change, path, may, whom: Whom::Own }
}

/// … at the institution whose id stands in the address.
const fn look_at(path: &'static str, may: May) -> Line {
    Line { does: Does::Look, path, may, whom: Whom::Institution }
}

const fn change_at(path: &'static str, may: May) -> Line {
    Line { does: Does::Change, path, may, whom: Whom::Institution }
}

/// The table. `look` is GET and HEAD, `change` is POST; nothing else is answered.
pub const TABLE: &[Line] = &[
    // What everybody sees.
    look("/", May::Anyone),
    look("/openings", May::Anyone),
    look("/openings/{id}", May::Anyone),
    look("/institutions/{id}", May::Anyone),
    look("/match", May::Anyone),
    change("/match", May::Anyone),
    look("/match/form", May::Anyone),
    look("/subsidies", May::Anyone),
    change("/subsidies", May::Anyone),
    look("/subsidies/form", May::Anyone),
    look("/policies", May::Anyone),
    look("/policies/{slug}", May::Anyone),
    look("/policies/{slug}/{version}", May::Anyone),
    look("/wages", May::Anyone),
    look("/styleguide", May::Anyone),
    look("/styleguide/matching", May::Anyone),
    look("/openings.atom", May::Anyone),
    look("/sitemap.xml", May::Anyone),
    look("/sitemap/{kind}/{start}", May::Anyone),
    look("/robots.txt", May::Anyone),
    look("/static/{*file}", May::Anyone),
    look("/favicon.ico", May::Anyone),
    // For programs. They bring no session, and none is looked at.
    look("/api/docs", May::Anyone),
    look("/api/openapi.json", May::Anyone),
    look("/api/v1/openings", May::Anyone),
    look("/api/v1/openings/changes", May::Anyone),
    look("/api/v1/openings/{id}", May::Anyone),
    look("/api/v1/suggest", May::Anyone),
    change("/api/v1/eligibility", May::Anyone),
    change("/api/v1/fairs/plan", May::Anyone),
    change("/api/v1/matches", May::Anyone),
    change("/api/v1/screenings", May::Anyone),
    // Coming in.
    look("/sign-up", May::Anyone),
    change("/sign-up", May::Anyone),
    look("/sign-in", May::Anyone),
    change("/sign-in", May::Anyone),
    look("/sign-in/code", May::Anyone),
    change("/sign-in/code", May::Anyone),
    look("/sign-out", May::Anyone),
    change("/sign-out", May::Anyone),
    look("/forgot", May::Anyone),
    change("/forgot", May::Anyone),
    look("/reset/{token}", May::Anyone),
    change("/reset/{token}", May::Anyone),
    look("/invited/{token}", May::Anyone),
    change("/invited/{token}", May::Anyone),
    // A person's own account.
    look("/me", May::SignedIn),
    change("/me", May::SignedIn),
    look("/me/login", May::SignedIn),
    change("/me/login", May::SignedIn),
    look("/me/password", May::SignedIn),
    change("/me/password", May::SignedIn),
    look("/me/second-factor", May::SignedIn),
    change("/me/second-factor", May::SignedIn),
    change("/me/second-factor/off", May::SignedIn),
    look("/me/sessions", May::SignedIn),
    change("/me/sessions/end", May::SignedIn),
    look("/me/looks", May::SignedIn),
    look("/me/data.json", May::SignedIn),
    look("/me/erase", May::SignedIn),
    change("/me/erase", May::SignedIn),
    // An institution's desk.
    look("/desk", May::Member),
    change("/desk", May::Member),
    look("/desk/colleagues", May::Member),
    change("/desk/colleagues", May::Owner),
    change("/desk/colleagues/{id}", May::Owner),
    // The office.
    look("/office", May::Office),
    look("/office/institutions", May::Office),
    look_at("/office/institutions/{id}", May::Office),
    change_at("/office/institutions/{id}", May::Office),
    look("/office/staff", May::Admin),
    change("/office/staff", May::Admin),
    change("/office/staff/{id}", May::Admin),
    look("/office/audit", May::Admin),
];

/// What the guard does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Let in.
    Pass,
    /// Sent to sign in.
    SignIn,
    /// Sent to set up the second factor that their role needs.
    SetUpFactor,
    /// Not theirs: 403.
    Refuse,
}

/// The line for a request; `None` refuses it.
pub fn line(method: &Method, path: &str) -> Option<&'static Line> {
    let does = does(method)?;
    TABLE.iter().find(|line| line.does == does && line.path == path)
}

/// What a method does; `None` for methods that nothing answers.
pub fn does(method: &Method) -> Option<Does> {
    match *method {
        Method::GET | Method::HEAD => Some(Does::Look),
        Method::POST => Some(Does::Change),
        _ => None,
    }
}

/// The methods that an address answers, for the header of a refusal; empty if it has no line at all.
pub fn methods(path: &str) -> String {
    let has = |does| TABLE.iter().any(|line| line.path == path && line.does == does);
    let all = [(Does::Look, "GET,HEAD"), (Does::Change, "POST")];
    let names: Vec<&str> = all.into_iter().filter(|(does, _)| has(*does)).map(|(_, names)| names).collect();
    names.join(",")
}

/// Whether one may. `region` is where that lies which the address is about, where it is about something; `factor_needed` says
/// whether staff must have a second factor here.
pub fn decide(line: &Line, who: Option<&Who>, region: Option<&str>, factor_needed: bool) -> Answer {
    if line.may == May::Anyone {
        return Answer::Pass;
    }
    let Some(who) = who else { return Answer::SignIn };
    let role = match line.may {
        May::Anyone | May::SignedIn => true,
        May::Member => who.desk.is_some(),
        May::Owner => who.desk.is_some_and(|desk| desk.owner),
        May::Office => who.is_staff(),
        May::Admin => who.is_admin(),
    };
    let reaches = match line.whom {
        Whom::Own => true,
        Whom::Institution => who.looks_after(region),
    };
    if !role || !reaches {
        Answer::Refuse
    } else if factor_needed && matches!(line.may, May::Office | May::Admin) && !who.account.has_factor {
        Answer::SetUpFactor
    } else {
        Answer::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Account, Desk, Grant};
    use crate::words::Lang;

    fn who(grants: Vec<Grant>) -> Who {
        let account = Account {
            id: 1,
            name: "王".into(),
            phone: None,
            email: None,
            lang: Lang::Zh,
            has_factor: false,
            sample: false,
            grants,
        };
        let desk = Who::desk_of(&account, None);
        Who { account, desk, from: String::new() }
    }

    fn office(region: &str) -> Who {
        who(vec![Grant::Office { region: region.parse().expect("a region") }])
    }

    #[test]
    fn a_clerk_looks_after_the_own_region_and_everything_under_it() {
        let line = Line { whom: Whom::Institution, ..change("/x", May::Office) };
        for (own, region, answer) in [
            ("210302", Some("210302"), Answer::Pass),
            ("210300", Some("210302"), Answer::Pass),
            ("210302", Some("210300"), Answer::Refuse),
            ("210302", Some("210303"), Answer::Refuse),
            ("210300", None, Answer::Refuse),
            ("210300", Some("junk"), Answer::Refuse),
        ] {
            assert_eq!(decide(&line, Some(&office(own)), region, false), answer, "{own} {region:?}");
        }
        assert_eq!(decide(&line, Some(&who(vec![Grant::Admin])), None, false), Answer::Pass);
    }

    #[test]
    fn staff_without_a_second_factor_are_sent_to_set_it_up() {
        let line = look("/office", May::Office);
        assert_eq!(decide(&line, Some(&office("210300")), None, true), Answer::SetUpFactor);
        assert_eq!(decide(&line, Some(&office("210300")), None, false), Answer::Pass);
        assert_eq!(decide(&line, Some(&who(vec![])), None, true), Answer::Refuse, "a refusal tells nothing of factors");
    }

    #[test]
    fn an_admin_has_no_desk_and_a_member_no_office() {
        assert_eq!(decide(&look("/desk", May::Member), Some(&who(vec![Grant::Admin])), None, false), Answer::Refuse);
        let member = who(vec![Grant::Member { institution: 7 }]);
        assert_eq!(member.desk, Some(Desk { institution: 7, owner: false }));
        for (may, answer) in [
            (May::Member, Answer::Pass),
            (May::Owner, Answer::Refuse),
            (May::Office, Answer::Refuse),
            (May::Admin, Answer::Refuse),
        ] {
            assert_eq!(decide(&look("/x", may), Some(&member), None, false), answer, "{may:?}");
        }
    }

    #[test]
    fn no_address_has_two_lines_and_what_has_none_is_open_to_nobody() {
        for (at, one) in TABLE.iter().enumerate() {
            assert!(TABLE.iter().skip(at + 1).all(|other| (other.does, other.path) != (one.does, one.path)), "{}", one.path);
        }
        assert!(line(&Method::DELETE, "/").is_none() && line(&Method::GET, "/nowhere").is_none());
        assert_eq!(methods("/sign-in"), "GET,HEAD,POST");
    }
}

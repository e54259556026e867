//! People: who has an account, how they prove it, and what they may do.
//!
//! Someone with an account and nothing else looks for work. A *grant* adds more: member or owner of an institution, office
//! staff for a region and everything under it, or admin. Grants are read anew with every request, so that one taken away is
//! gone at once; a session carries no more than whose it is. What each may do where stands in one table, [`rights::TABLE`],
//! and [`guard`] asks it before any handler runs: an address without a line there answers nobody.
//!
//! Nothing here tells whether a number or an address has an account: the answers are the same, and take as long.

pub mod factor;
pub mod guard;
pub mod invitations;
pub mod letters;
pub mod login;
pub mod pages;
pub mod password;
pub mod rights;
pub mod sample;
pub mod secret;
pub mod sessions;
pub mod store;
pub mod tokens;
pub mod tries;

pub use login::Login;

use crate::regions::RegionCode;

/// Someone with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// The language of their letters.
    pub lang: crate::words::Lang,
    /// Whether a second factor is asked for at sign-in.
    pub has_factor: bool,
    /// Made by the sample city.
    pub sample: bool,
    pub grants: Vec<Grant>,
}

/// What an account may do beyond its own matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    Member { institution: i64 },
    Owner { institution: i64 },
    Office { region: RegionCode },
    Admin,
}

impl Grant {
    /// The word in the database.
    pub const fn slug(&self) -> &'static str {
        match self {
            Self::Member { .. } => "member",
            Self::Owner { .. } => "owner",
            Self::Office { .. } => "office",
            Self::Admin => "admin",
        }
    }

    /// The institution it is for.
    pub const fn institution(&self) -> Option<i64> {
        match self {
            Self::Member { institution } | Self::Owner { institution } => Some(*institution),
            _ => None,
        }
    }

    /// The region it is for.
    pub const fn region(&self) -> Option<RegionCode> {
        match self {
            Self::Office { region } => Some(*region),
            _ => None,
        }
    }

    /// Reads what the database holds; `None` if the parts do not go together.
    pub fn read(role: &str, institution: Option<i64>, region: Option<&str>) -> Option<Self> {
        Some(match (role, institution, region) {
            ("member", Some(institution), None) => Self::Member { institution },
            ("owner", Some(institution), None) => Self::Owner { institution },
            ("office", None, Some(region)) => Self::Office { region: region.parse().ok()? },
            ("admin", None, None) => Self::Admin,
            _ => return None,
        })
    }
}

/// Who is asking: an account with its grants, at one of its desks, from somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub account: Account,
    /// The institution whose desk is open.
    pub desk: Option<Desk>,
    /// The address they ask from.
    pub from: String,
}

/// One institution's desk as one of its people has it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    pub institution: i64,
    pub owner: bool,
}

impl Who {
    /// The desk to open: the one last chosen if it is still theirs, else the first.
    pub fn desk_of(account: &Account, chosen: Option<i64>) -> Option<Desk> {
        let desks = account.grants.iter().filter_map(|grant| {
            grant.institution().map(|institution| Desk { institution, owner: matches!(grant, Grant::Owner { .. }) })
        });
        let all: Vec<Desk> = desks.collect();
        all.iter().find(|desk| Some(desk.institution) == chosen).or_else(|| all.first()).copied()
    }

    pub fn is_admin(&self) -> bool {
        self.account.grants.contains(&Grant::Admin)
    }

    /// The regions this person works for as office staff.
    pub fn regions(&self) -> impl Iterator<Item = RegionCode> + '_ {
        self.account.grants.iter().filter_map(Grant::region)
    }

    /// Whether a region is theirs to look after: below one of their own, or any for an admin. What lies nowhere known is an
    /// admin's alone.
    pub fn looks_after(&self, region: Option<&str>) -> bool {
        let region = region.and_then(|code| code.parse::<RegionCode>().ok());
        self.is_admin() || region.is_some_and(|region| self.regions().any(|own| own.contains(region)))
    }

    /// Whether this is somebody whose account must have a second factor.
    pub fn is_staff(&self) -> bool {
        self.is_admin() || self.regions().next().is_some()
    }

    /// What they are called in the audit: the most that they may.
    pub fn role(&self) -> &'static str {
        let has = |slug: &str| self.account.grants.iter().any(|grant| grant.slug() == slug);
        ["admin", "office", "owner", "member"].into_iter().find(|slug| has(slug)).unwrap_or("seeker")
    }
}

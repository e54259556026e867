//! What roles, actions and moments are called.

use super::Lang;
use crate::people::Grant;
use crate::time::Stamp;

impl Lang {
    /// A role by its word in the database.
    pub fn role(self, slug: &str) -> String {
        let words = self.words();
        match slug {
            "visitor" => words.role_visitor(),
            "seeker" => words.role_seeker(),
            "member" => words.role_member(),
            "owner" => words.role_owner(),
            "office" => words.role_office(),
            "admin" => words.role_admin(),
            "system" => words.role_system(),
            other => other.to_owned(),
        }
    }

    /// A role with the institution or the region it is for.
    pub fn role_at(self, grant: &Grant, institution: Option<&str>) -> String {
        let role = self.role(grant.slug());
        let place =
            institution.map(str::to_owned).or_else(|| grant.region().map(|region| self.place_in_full(&region.to_string())));
        match place {
            Some(place) => self.words().role_of(place, role),
            None => role,
        }
    }

    /// An action by its word in the database.
    pub fn action(self, slug: &str) -> String {
        use crate::audit::Action;
        let words = self.words();
        let Some(action) = Action::read(slug) else { return slug.to_owned() };
        match action {
            Action::SignedUp => words.action_signed_up(),
            Action::SignedIn => words.action_signed_in(),
            Action::SignInRefused => words.action_sign_in_refused(),
            Action::SignedOut => words.action_signed_out(),
            Action::PasswordChanged => words.action_password_changed(),
            Action::PasswordReset => words.action_password_reset(),
            Action::LoginChanged => words.action_login_changed(),
            Action::FactorOn => words.action_factor_on(),
            Action::FactorOff => words.action_factor_off(),
            Action::RecoveryUsed => words.action_recovery_used(),
            Action::SessionsEnded => words.action_sessions_ended(),
            Action::Exported => words.action_exported(),
            Action::Erased => words.action_erased(),
            Action::Invited => words.action_invited(),
            Action::InvitationWithdrawn => words.action_invitation_withdrawn(),
            Action::GrantGiven => words.action_grant_given(),
            Action::GrantTaken => words.action_grant_taken(),
            Action::AuditRead => words.action_audit_read(),
            Action::RecordRead => words.action_record_read(),
        }
    }

    /// What something was done to.
    pub fn subject(self, slug: &str) -> String {
        let words = self.words();
        match slug {
            "account" => words.subject_account(),
            "institution" => words.subject_institution(),
            "invitation" => words.subject_invitation(),
            "audit" => words.subject_audit(),
            other => other.to_owned(),
        }
    }

    /// A moment to the minute, in China's time: "2026-11-23 20:59".
    pub fn moment(self, at: Stamp) -> String {
        let written = at.rfc3339();
        written.get(..16).unwrap_or(&written).replace('T', " ")
    }
}

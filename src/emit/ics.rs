//! The calendar file of the site: the days that are known, for the agendas of those who read (RFC 5545). Nothing in it comes
//! from a clock: the stamp is the day of the plan, the names are made from ids.

use crate::document::{Document, Evento};
use ics::components::Parameter;
use ics::properties::{Description, DtEnd, DtStart, Location, Status, Summary, Transp};
use ics::{Event, ICalendar, escape_text};

/// The file; none when the plan shows no calendar.
#[must_use]
pub fn calendar(document: &Document) -> Option<Vec<u8>> {
    if document.calendario.is_empty() {
        return None;
    }
    let stamp = format!("{}T000000Z", day(document.meta.data));
    let mut calendar = ICalendar::new("2.0", "-//piao//calendario//IT");
    for evento in &document.calendario {
        calendar.add_event(event(evento, &stamp));
    }
    Some(calendar.to_string().into_bytes())
}

fn event<'a>(evento: &'a Evento, stamp: &str) -> Event<'a> {
    let mut event = Event::new(evento.uid.as_str(), stamp.to_owned());
    let whole = |day: String| (day, Parameter::new("VALUE", "DATE"));
    let (from, date) = whole(day(evento.da));
    let mut start = DtStart::new(from);
    start.add(date);
    // The end of whole days is the day after the last.
    let (to, date) =
        whole(evento.a.0.tomorrow().map_or_else(|_| day(evento.a), |next| day(crate::base::giorno::Giorno(next))));
    let mut end = DtEnd::new(to);
    end.add(date);
    event.push(start);
    event.push(end);
    event.push(Summary::new(escape_text(evento.titolo.as_str())));
    event.push(Description::new(escape_text(evento.testo.as_str())));
    event.push(Location::new(escape_text(evento.luogo.as_str())));
    event.push(if evento.certo { Status::confirmed() } else { Status::tentative() });
    // Who takes the file into an agenda is not busy on the days of all exchanges.
    event.push(Transp::transparent());
    event
}

/// `20240905`
fn day(data: crate::base::giorno::Giorno) -> String {
    data.iso().replace('-', "")
}

//! The sources of law of the rules, each as the messages cite it. The name of a constant is the act, its year, and the article,
//! comma and letter.

use crate::diag::Fonte;

pub(super) const ADEMPIMENTI: Fonte = Fonte::da_confermare(
    "DL 80/2021, art. 6, comma 2, lett. c) (sindacati); d.lgs. 198/2006, art. 48 (azioni positive); DL 113/2016, art. 9 (bilanci)",
);
pub(super) const AGID_DESIGN: Fonte = Fonte::letta(
    "linee guida di design per i siti internet e i servizi digitali della pubblica amministrazione (AgID)",
);
pub(super) const AGID_DOCUMENTI_5: Fonte = Fonte::letta("linee guida AgID sui documenti informatici, allegato 5");
pub(super) const AGID_SITI_COMUNALI: Fonte =
    Fonte::letta("linee guida AgID di design dei servizi digitali; criteri C.SI.3.2 e C.SI.3.3 dei siti comunali");
pub(super) const ANAC_31_2025: Fonte =
    Fonte::da_confermare("delibera ANAC n. 31 del 30 gennaio 2025 (Comuni con meno di 5.000 abitanti e 50 dipendenti)");
pub(super) const CCNL_2022: Fonte = Fonte::da_confermare(
    "contratto collettivo delle Funzioni locali del 16 novembre 2022 (incarichi di elevata qualificazione)",
);
pub(super) const CIRCOLARE_DFP_2_2022: Fonte =
    Fonte::letta("circolare del Dipartimento della funzione pubblica n. 2 del 2022");
pub(super) const CRITERI_UPI_3: Fonte = Fonte::letta("criteri di qualità dei PIAO di UPI e CERVAP, n. 3");
pub(super) const DCAT_AP_IT: Fonte =
    Fonte::letta("profilo nazionale dei metadati DCAT-AP_IT (AgID), proprietà obbligatorie di catalogo e agente");
pub(super) const DIRETTIVA_FORMAZIONE: Fonte =
    Fonte::letta("direttiva del Ministro per la pubblica amministrazione del 14 gennaio 2025 sulla formazione");
pub(super) const DL34_2019_33_2: Fonte =
    Fonte::da_confermare("DL 30 aprile 2019, n. 34, art. 33, comma 2 (rientro dei Comuni sopra la soglia)");
pub(super) const DL78_2010_9_28: Fonte =
    Fonte::da_confermare("DL 31 maggio 2010, n. 78, art. 9, comma 28 (lavoro flessibile)");
pub(super) const DL80_2021_6_1: Fonte = Fonte::letta("DL 9 giugno 2021, n. 80, art. 6, comma 1");
pub(super) const DL80_2021_6_2_C: Fonte = Fonte::letta("DL 9 giugno 2021, n. 80, art. 6, comma 2, lett. c)");
pub(super) const DL80_2021_6_2_E: Fonte = Fonte::letta("DL 9 giugno 2021, n. 80, art. 6, comma 2, lett. e)");
pub(super) const DL80_2021_6_2_G: Fonte = Fonte::letta("DL 9 giugno 2021, n. 80, art. 6, comma 2, lettera g");
pub(super) const DLGS150_2009_10_1_B: Fonte =
    Fonte::letta("d.lgs. 27 ottobre 2009, n. 150, art. 10, comma 1, lett. b)");
pub(super) const DLGS150_2009_5_2: Fonte =
    Fonte::da_confermare("d.lgs. 27 ottobre 2009, n. 150, art. 5, comma 2 (gli obiettivi sono misurabili)");
pub(super) const DLGS165_2001_52_1_BIS: Fonte =
    Fonte::da_confermare("d.lgs. 30 marzo 2001, n. 165, art. 52, comma 1-bis (progressioni fra le aree)");
pub(super) const DLGS165_2001_33: Fonte =
    Fonte::da_confermare("d.lgs. 30 marzo 2001, n. 165, art. 33 (verifica annuale delle eccedenze)");
pub(super) const DLGS222_2023: Fonte = Fonte::letta("D.Lgs 13 dicembre 2023, n. 222");
pub(super) const DLGS33_2013_10_1: Fonte = Fonte::letta("d.lgs. 14 marzo 2013, n. 33, art. 10, comma 1");
pub(super) const DLGS33_2013_12: Fonte =
    Fonte::letta("d.lgs. 14 marzo 2013, n. 33, art. 12 (le norme si citano con il collegamento a Normattiva)");
pub(super) const DLGS33_2013_ALLEGATO: Fonte =
    Fonte::da_confermare("d.lgs. 14 marzo 2013, n. 33, allegato (struttura di Amministrazione trasparente)");
pub(super) const DLGS33_2013_7_BIS: Fonte = Fonte::letta("d.lgs. 33/2013, art. 7-bis");
pub(super) const DLGS33_2013_7_BIS_E_GARANTE: Fonte =
    Fonte::letta("d.lgs. 33/2013, art. 7-bis; linee guida del Garante 15 maggio 2014 (GU 134/2014)");
pub(super) const DM132_2022_11: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 11");
pub(super) const DM132_2022_1_3: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 1, comma 3, e schema allegato");
pub(super) const DM132_2022_2_1: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 2, comma 1");
pub(super) const DM132_2022_3_1_A: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a)");
pub(super) const DM132_2022_3_1_A_2: Fonte =
    Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a), n. 2)");
pub(super) const DM132_2022_3_1_A_3: Fonte =
    Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a), n. 3)");
pub(super) const DM132_2022_3_1_B: Fonte = Fonte::da_confermare("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. b)");
pub(super) const DM132_2022_3_1_C: Fonte = Fonte::da_confermare("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. c)");
pub(super) const DM132_2022_3_2: Fonte = Fonte::da_confermare("DM 30 giugno 2022, n. 132, art. 3, comma 2");
pub(super) const DM132_2022_4_1_A: Fonte = Fonte::da_confermare("DM 30 giugno 2022, n. 132, art. 4, comma 1, lett. a)");
pub(super) const DM132_2022_4_1_C: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 4, comma 1, lett. c)");
pub(super) const DM132_2022_4_1_C_2: Fonte =
    Fonte::letta("DM 30 giugno 2022, n. 132, art. 4, comma 1, lett. c), n. 2), e art. 6, comma 3");
pub(super) const DM132_2022_4_1_C_3: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, art. 4, comma 1, lett. c), n. 3)");
pub(super) const DM132_2022_4_1_B: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 4, comma 1, lett. b)");
pub(super) const DM132_2022_4_1_B_2: Fonte =
    Fonte::letta("DM 30 giugno 2022, n. 132, art. 4, comma 1, lett. b), n. 2)");
pub(super) const DM132_2022_5: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 5");
pub(super) const DM132_2022_6_2: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 6, comma 2");
pub(super) const DM132_2022_6_3: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 6, comma 3");
pub(super) const DM132_2022_6_4: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 6, comma 4");
pub(super) const DM132_2022_7_1: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 7, comma 1");
pub(super) const DM132_2022_7_8: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, artt. 7 e 8");
pub(super) const DM132_2022_7_E_ALLEGATO_2_2: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, art. 7 e allegato, sottosezione 2.2");
pub(super) const DM132_2022_8_2: Fonte = Fonte::letta("DM 30 giugno 2022, n. 132, art. 8, comma 2");
pub(super) const DM132_2022_ALLEGATO_2_1: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, allegato, sottosezione 2.1");
pub(super) const DM132_2022_ALLEGATO_2_2: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, allegato, sottosezione 2.2");
pub(super) const DM132_2022_ALLEGATO_3_1: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, allegato, sottosezione 3.1");
pub(super) const DM132_2022_ALLEGATO_3_2: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, allegato, sottosezione 3.2");
pub(super) const DM132_2022_SCHEMA_1: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, schema allegato, sezione 1");
pub(super) const DM132_2022_ALLEGATO_3_3: Fonte =
    Fonte::da_confermare("DM 30 giugno 2022, n. 132, allegato, sottosezione 3.3");
pub(super) const DM17_3_2020: Fonte = Fonte::letta(
    "DM 17 marzo 2020 (capacità assunzionale dei Comuni); DM 11 gennaio 2022 (Province e Città metropolitane)",
);
pub(super) const DM17_3_2020_5: Fonte = Fonte::letta("DM 17 marzo 2020, art. 5, comma 1");
pub(super) const DM17_3_2020_6: Fonte = Fonte::da_confermare("DM 17 marzo 2020, art. 6, comma 3");
pub(super) const DM17_3_2020_SOGLIE: Fonte = Fonte::letta("DM 17 marzo 2020, tabella 1; DM 11 gennaio 2022, art. 4");
pub(super) const DM25_7_2023: Fonte =
    Fonte::letta("DM 25 luglio 2023 (il DUP fissa le risorse finanziarie del personale)");
pub(super) const DPR81_2022_1: Fonte = Fonte::letta("DPR 24 giugno 2022, n. 81, art. 1");
pub(super) const DPR81_2022_1_3: Fonte = Fonte::letta("DPR 24 giugno 2022, n. 81, art. 1, comma 3");
pub(super) const GDPR_5: Fonte =
    Fonte::da_confermare("regolamento (UE) 2016/679, art. 5; linee guida del Garante sui dati statistici");
pub(super) const GDPR_9_10: Fonte = Fonte::letta("regolamento (UE) 2016/679, artt. 9 e 10; d.lgs. 33/2013, art. 7-bis");
pub(super) const L114_2024: Fonte =
    Fonte::da_confermare("legge 9 agosto 2024, n. 114, art. 1 (abrogazione dell’art. 323 del codice penale)");
pub(super) const L136_2010_3_5: Fonte =
    Fonte::da_confermare("legge 13 agosto 2010, n. 136, art. 3, comma 5 (tracciabilità dei pagamenti)");
pub(super) const L296_2006_1_557: Fonte =
    Fonte::da_confermare("legge 27 dicembre 2006, n. 296, art. 1, commi 557-quater e 562");
pub(super) const L190_2012_1_16: Fonte =
    Fonte::da_confermare("legge 6 novembre 2012, n. 190, art. 1, comma 16; DM 30 giugno 2022, n. 132, art. 6, comma 1");
pub(super) const L190_2012_1_5_8: Fonte = Fonte::da_confermare("legge 6 novembre 2012, n. 190, art. 1, commi 5 e 8");
pub(super) const L190_2012_1_7: Fonte = Fonte::da_confermare("legge 6 novembre 2012, n. 190, art. 1, comma 7");
pub(super) const L190_2012_1_8_BIS: Fonte = Fonte::da_confermare("legge 6 novembre 2012, n. 190, art. 1, comma 8-bis");
pub(super) const L3_2003_11: Fonte =
    Fonte::da_confermare("legge 16 gennaio 2003, n. 3, art. 11 (codice unico di progetto)");
pub(super) const L448_2001_19_8: Fonte =
    Fonte::da_confermare("legge 28 dicembre 2001, n. 448, art. 19, comma 8 (parere dei revisori)");
pub(super) const L68_1999_3: Fonte = Fonte::da_confermare("legge 12 marzo 1999, n. 68, art. 3 (quote d’obbligo)");
pub(super) const L81_2017_18: Fonte = Fonte::da_confermare(
    "legge 22 maggio 2017, n. 81, artt. 18-23; contratto collettivo delle Funzioni locali, titolo VI",
);
pub(super) const LINEE_GUIDA_DFP_2017: Fonte =
    Fonte::da_confermare("linee guida del Dipartimento della funzione pubblica n. 1 e n. 2 del 2017");
pub(super) const LINEE_GUIDA_PIAO: Fonte =
    Fonte::letta("linee guida del Dipartimento della funzione pubblica sul PIAO, 2025");
pub(super) const LINEE_GUIDA_PIAO_DICEMBRE: Fonte =
    Fonte::letta("linee guida del Dipartimento della funzione pubblica sul PIAO, dicembre 2025");
pub(super) const PA_DIGITALE_2026: Fonte = Fonte::letta("PA digitale 2026, dati aperti sulle candidature finanziate");
pub(super) const PIANO_TRIENNALE_INFORMATICA: Fonte =
    Fonte::letta("Piano triennale per l’informatica nella pubblica amministrazione 2024-2026, aggiornamento 2025");
pub(super) const SEZ_AUTONOMIE_4_2021: Fonte =
    Fonte::da_confermare("Corte dei conti, Sezione delle autonomie, deliberazione n. 4 del 2021");
pub(super) const PNA_2019_1: Fonte = Fonte::da_confermare("Piano nazionale anticorruzione 2019 (ANAC), allegato 1");
pub(super) const PNA_2022_MONITORAGGIO: Fonte =
    Fonte::da_confermare("Piano nazionale anticorruzione 2022 (ANAC), monitoraggio");
pub(super) const PNA_MISURE_GENERALI: Fonte =
    Fonte::da_confermare("Piani nazionali anticorruzione 2019 e 2022 (ANAC), misure generali");
pub(super) const PNA_TRASPARENZA: Fonte =
    Fonte::da_confermare("Piano nazionale anticorruzione 2019 (ANAC); delibera ANAC n. 192 del 2025");
pub(super) const SISTEMA_DI_VALUTAZIONE: Fonte =
    Fonte::da_confermare("sistema di misurazione e valutazione della performance dell’ente (d.lgs. 150/2009, art. 7)");
pub(super) const TEMI_DELLA_FORMAZIONE: Fonte = Fonte::da_confermare(
    "direttiva del Ministro per la pubblica amministrazione del 14 gennaio 2025 sulla formazione; regolamento UE 2016/679, artt. 29, 32 e 39 (protezione dei dati); regolamento UE 2024/1689, art. 4 (intelligenza artificiale); Piano triennale per l’informatica, CAP7.PA.18 (cybersicurezza)",
);
pub(super) const TUEL_107_109: Fonte =
    Fonte::da_confermare("d.lgs. 18 agosto 2000, n. 267, art. 107 e art. 109, comma 2 (chi risponde degli uffici)");
pub(super) const UE_2021_241_20_5: Fonte =
    Fonte::da_confermare("regolamento UE 2021/241, art. 20, par. 5 (termine dei traguardi e degli obiettivi)");
pub(super) const WCAG_1_4_3: Fonte = Fonte::da_confermare("L. 9 gennaio 2004, n. 4, art. 11; WCAG 2.1, criterio 1.4.3");

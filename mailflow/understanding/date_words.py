"""The words of dates in Dutch, French, German and English, folded as ``folding.fold`` does it.

One table a kind of token; the tokens are put together in ``date_items.py``. Words that mean something else in
another of the four languages (``morgen``, ``am``, ``pas``, ``en``) have a kind of their own and are told apart
there by what stands around them.
"""

from __future__ import annotations

from mailflow.model.words import Half

MONTHS = {
    1: "januari january janvier januar janner jan janv jn",
    2: "februari february fevrier februar feber feb febr fev fevr",
    3: "maart march mars marz maerz mrt mar mrz maa",
    4: "april avril apr avr",
    5: "mei may mai",
    6: "juni june juin jun",
    7: "juli july juillet jul juil",
    8: "augustus august aout aug",
    9: "september septembre sep sept",
    10: "oktober october octobre okt oct",
    11: "november novembre nov",
    12: "december decembre dezember dec dez",
}

WEEKDAYS = {
    1: "maandag lundi montag monday ma lun mo mon",
    2: "dinsdag mardi dienstag tuesday di dins tue tues",
    3: "woensdag mercredi mittwoch wednesday wo woe woens mer mercr wed",
    4: "donderdag jeudi donnerstag thursday do don dond jeu thu thur thurs",
    5: "vrijdag vendredi freitag friday vr vrij vrijd ven vend fr fri",
    6: "zaterdag samedi samstag sonnabend saturday za zat sam sa sat",
    7: "zondag dimanche sonntag sunday zo zon dim so sun",
}
"""The short ones count only before a day or date (see ``SHORT_WEEKDAYS``)."""

SHORT_WEEKDAYS = frozenset(
    [
        "ma",
        "lun",
        "mo",
        "mon",
        "di",
        "tue",
        "do",
        "don",
        "jeu",
        "wo",
        "woe",
        "mer",
        "wed",
        "vr",
        "vrij",
        "ven",
        "fr",
        "fri",
        "za",
        "sam",
        "sa",
        "sat",
        "zo",
        "dim",
        "so",
        "sun",
    ]
)

WEEKDAYS_PLURAL = {
    1: "maandagen maandags lundis montage montags montagen mondays",
    2: "dinsdagen dinsdags mardis dienstage dienstags dienstagen tuesdays",
    3: "woensdagen woensdags mercredis mittwoche mittwochs mittwochen wednesdays",
    4: "donderdagen donderdags jeudis donnerstage donnerstags donnerstagen thursdays",
    5: "vrijdagen vrijdags vendredis freitage freitags freitagen fridays",
    6: "zaterdagen zaterdags samedis samstage samstags saturdays",
    7: "zondagen zondags dimanches sonntage sonntags sundays",
}

HALVES = {
    Half.AM: (
        "voormidag voormiddag voormiddags vm v.m ochtend ochtends 's_ochtends 's_morgens morgens morgend voormid"
        " voor_de_middag"
        " voor_den_noen voor_het_middageten sochtends smorgens 's_nuchtends 's_nuchtens snuchtens 's_nuchtings"
        " mat matin matins matinee matinees avant-midi avant_midi av.-midi av-midi av_midi avt-midi"
        " jusqu'a_midi jusque_midi tot_de_middag tot_middag bis_mittag bis_mittags vormittag"
        " vormittags vorm vor_mittag vormittagen fruh am_morgen in_de_morgen de_morgen"
        " voormiddagen ochtenden dans_la_matinee morning mornings vor_dem_mittag avant_le_midi am_vormittag"
    ),
    Half.PM: (
        "namiddag namiddags namidag nm n.m 's_namiddags na_de_middag namid namiddagen apres-midi apres-midis apres_midi"
        " apresmidi aprem apm snamiddags"
        " ap.-midi ap-midi ap._midi ap_midi ap.m aprm l'apres-midi pm p.m nachmittag nachmittags nachm nachmittagen"
        " nach_mittag afternoon afternoons apres_le_midi nach_dem_mittag achternoen nachmittage"
        " apres_le_diner na_het_middagmaal na_het_middageten nach_dem_mittagessen"
    ),
    Half.ANY: (
        "hele_dag volledige_dag ganse_dag heel_de_dag de_hele_dag toute_la_journee journee_entiere"
        " journee_complete 's_morgens_of_'s_middags 's_ochtends_of_'s_middags 's_middags_of_'s_morgens"
        " voor_of_namiddag vm_of_nm matin_ou_apres-midi"
        " ganztags ganztagig ganzer_tag ganzen_tag den_ganzen_tag voor-_of_namiddag voor-_en_namiddag"
        " vor-_oder_nachmittags vor-_und_nachmittags vor-_oder_nachmittag vor-_und_nachmittag maakt_niet_uit"
        " maakt_mij_niet_uit peu_importe egal ist_egal whole_day all_day full_day peu_m'importe om_het_even"
        " le_matin_ou_l'apres-midi zowel_voor-_als_namiddag voor-_als_namiddag zowel_voor_als_namiddag"
        " zowel_in_de_voor-_als_in_de_namiddag in_de_voor-_als_in_de_namiddag in_de_voor-_of_in_de_namiddag"
        " zowel_voor_als_na_de_middag voor_of_na_de_middag zowel_voor_de_middag_als_erna"
        " in_de_voor-_of_namiddag in_de_voormiddag_of_in_de_namiddag zowel_in_de_voormiddag_als_in_de_namiddag"
        " matin_comme_apres-midi le_matin_comme_l'apres-midi aussi_bien_le_matin_que_l'apres-midi"
        " vormittags_wie_nachmittags sowohl_vor-_als_auch_nachmittags vor-_wie_nachmittags"
    ),
}

NOONS = "'s_middags middag middags midi a_midi le_midi mittag mittags uber_mittag noon uber_den_mittag"

LISTS = (
    "ainsi_que de_meme_que of et ou und oder or and sowie alsook ofwel hetzij soit evenals beziehungsweise bzw"
    " en/of et/ou und/oder"
)

UNTILS = (
    "tot t.e.m t.e.m. tem t/m tot_en_met jusqu'au jusqu'a jusque bis bis_zum bis_einschliesslich"
    " bis_einschlieslich bis_und_mit_dem until till through"
    " bis_und_mit uiterlijk ten_laatste op_zijn_laatst au_plus_tard spatestens d'ici_le d'ici_au tegen by"
    " uiterlijk_tot_en_met bis_spatestens"
)
FROMS = (
    "terug_op weer_op terug_vanaf de_retour_le zuruck_am zuruck_ab"
    " vanaf a_partir_du a_partir_de a_partir_d' des_le des ab ab_dem starting"
    " ten_vroegste au_plus_tot fruhestens from_the from"
)
AFTERS = "na nach apres after later_dan"
BEFORES = "vor avant before eerder_dan"
OPENERS = "van du vom von de_la_periode"
BETWEENS = "tussen entre zwischen between"

FILLERS = (
    "de het een le la les l' du au aux a der die das den dem des ein eine einen op on um om the this in dans im zum"
    " zur vom van van_de pendant durant tijdens wahrend the_day dag datum date termin tag den_tag jour telkens"
    " incl inclus inclusief einschliesslich included enkel alleen uniquement seulement nur only jeweils chaque_fois"
    " toujours steeds each_time liefst eventueel ook aussi auch idealiter de_preference bij_voorkeur voorkeur"
    " vorzugsweise preferably d' s' of_the at ceci y.c bv bijv p.ex z.b egalement eveneens ebenfalls soit_le"
    " hetzij_op"
    " en_revanche par_contre hingegen daarentegen dagegen entweder celle celui fallt_auf fallen_auf maand mois"
    " monat monats month"
)

TRAILING = (
    "telkens enkel alleen uniquement seulement nur only jeweils chaque_fois"
    " beide_tage beiden_tagen an_beiden_tagen beide_dagen op_beide_dagen les_deux_jours ces_deux_jours"
    " toujours steeds each_time beide les_deux beides altijd immer chaque_fois allebei alletwee les_deux_fois"
    " beide_keren beide_male beide_mal"
)

NEGATIONS = (
    "niet geen nooit noch ni weder nor pas jamais aucun aucune non nicht kein keine keinen keinem nie niemals not"
    " never no cannot can't don't doesn't isn't won't indisponible onbeschikbaar verhinderd empeche empechee"
    " verhindert afwezig absent absente abwesend bezet occupe occupee besetzt verlof conge conges urlaub vacances"
    " vakantie ferien vergadering reunion sitzung onmogelijk impossible unmoglich unmoeglich moeilijk difficile"
    " schwierig unavailable nee neen nein ferie feestdag feiertag teamdag brugdag teambuilding doktersafspraak"
    " gesloten ferme fermee fermes geschlossen heb_ik_opleiding heb_ik_een_opleiding heb_opleiding"
    " volg_ik_opleiding volg_ik_een_opleiding op_opleiding in_opleiding op_vorming heb_ik_vorming op_studiedag"
    " heb_ik_studiedag heb_ik_les heb_ik_een_afspraak heb_ik_al_een heb_ik_al_iets heb_ik_al_andere"
    " heb_ik_iets heb_ik_examen heb_ik_een_examen"
    " heb_ik_permanentie heb_ik_zitdag heb_ik_overleg j'ai_formation j'ai_une_formation j'ai_cours"
    " j'ai_deja_un j'ai_deja_une j'ai_deja_quelque"
    " j'ai_deja_autre j'ai_deja_rendez-vous"
    " j'ai_une_permanence j'ai_permanence j'ai_un_rendez-vous j'ai_un_examen en_formation suis_en_formation"
    " de_permanence pris prise habe_ich_schulung habe_ich_fortbildung habe_ich_eine_fortbildung"
    " habe_ich_eine_schulung habe_ich_schon_einen habe_ich_schon_eine habe_ich_schon_etwas"
    " habe_ich_bereits_einen habe_ich_bereits_eine"
    " habe_ich_bereits_etwas habe_ich_einen_termin auf_fortbildung in_fortbildung"
    " vol volzet volgeboekt complet ausgebucht zit_ik_vol niet_ok pas_ok nicht_ok examen examens prufung"
    " evitons oubliez_le oubliez_la oubliez_les vergeet_de faut_l'annuler muss_ich_absagen"
    " moet_ik_afzeggen moet_ik_annuleren leider_absagen helaas_annuleren helaas_afzeggen"
    " dois_annuler personne_ne_peut personne_n'est_la personne_n'est_disponible is_er_niemand ist_niemand"
    " recup en_recup recuperatie en_recuperation auf_weiterbildung"
    " weiterbildung bijscholing kan_niemand schlecht ungunstig slecht ongunstig"
    " annulez annuleer annulieren streichen streiche supprimez n'est_plus ne_va_plus plus_possible"
    " plus_disponible ne_convient_plus ne_peux_plus ne_peut_plus ne_sera_plus arzttermin zahnarzttermin zahnarzt"
    " tandarts dentiste"
    " zu_viel_los trop_de_monde ausgeschlossen uitgesloten exclu exclue"
    " hors_de_question kommt_nicht_infrage kommt_nicht_in_frage komt_niet_in_aanmerking "
    " verplant schon_verplant ausschliessen auszuschliessen"
    " fallt_flach scheidet_aus sla_over overslaan schrap geschrapt rayez"
    " zijn_we_dicht zijn_wij_dicht we_zijn_dicht wij_zijn_dicht is_er_niemand"
    " niemand_aanwezig niemand_beschikbaar niemand_op_de_dienst"
    " personne_n'est niemand_da schon_vergeben "
    " mag_je_vergeten mag_u_vergeten mag_eruit mogen_eruit mag_weg laat_je_vallen laat_vallen laten_vallen"
    " laten_we_vallen"
    " sla_je_best_over sla_je_over slaan_we_over slaat_u_best_over on_oublie oublions lassen_wir_weg lassen_wir_aus"
    " faellt_aus fallt_aus kannst_du_vergessen konnen_sie_vergessen ne_compte_pas"
    " al_bezet reeds_bezet deja_occupe deja_occupee deja_pris bereits_vergeben schon_belegt belegt"
    " pas_de_disponibilite pas_de_disponibilites pas_de_dispo aucune_disponibilite geen_beschikbaarheid"
    " keine_verfugbarkeit"
    " streichen schrappen rayer teamsitzung teamvergadering teammeeting teamoverleg dienstbesprechung"
    " verjaardag anniversaire geburtstag"
    " permanentie permanence plus_libre plus_disponible niet_meer indisponibles a_proscrire a_eviter"
    " eviter en_evitant evitant"
    " evitez vermijd niet_weg nicht_weg valt_af vallen_af scheidet scheiden inutile inutile_d'y_penser op_reis"
    " en_voyage auf_reisen zit_in_opleiding in_opleiding afsluitweek"
    " verjaar verjaar_ik neem_ik_vrij"
    " evenmin ebenso_wenig ebensowenig a_exclure exclu exclus exclue exclues exclure uitgesloten uit_te_sluiten"
    " ausgeschlossen auszuschliessen fallen_af fallen_weg faellt_weg fallt_weg entfallt entfallen ce_sera_non"
    " c'est_non"
    " sera_non n'y_pensez_pas ne_travaille_pas ne_travaillons_pas werk_ik_niet werken_wij_niet arbeite_ich_nicht"
    " te_vermijden vermijden zu_vermeiden vermeiden valt_weg vallen_weg weg nichts niets niks rien comitedag raadsdag"
    " zittingsdag zitdag jour_de_comite jour_de_permanence jour_d'audience audience audiences sitzungstag ratssitzung"
    " alles_zu ist_zu haben_zu hier_zu bleibt_zu toe_zijn is_alles_toe alles_dicht is_dicht"
    " doch_nicht toch_niet tombe_mal tombent_mal valt_slecht vallen_slecht komt_slecht_uit"
    " komen_slecht_uit passt_schlecht passen_schlecht"
    " valt_minder_goed komt_minder_goed_uit minder_goed moins_bien weniger_gut fallt fallen_aus ungunstig"
    " in_het_buitenland a_l'etranger im_ausland auf_schulung in_schulung"
    " empechement un_empechement verhindering autre_chose andere_afspraak een_andere_afspraak autre_rendez-vous"
    " anderen_termin iets_anders etwas_anderes"
    " habe_ich_frei hab_ich_frei heb_ik_vrij heb_ik_vrijaf vrije_dag freier_tag jour_libre_de_travail"
)
AFFIRMATIONS = (
    "wel oui ja doch yes ok oke okay geen_probleem pas_de_probleme kein_problem no_problem geen_bezwaar"
    " pourquoi_pas keine_sprechstunde geen_spreekuur geen_zitdag geen_permanentie pas_de_permanence"
    " keine_sitzung geen_vergadering geen_comite pas_de_reunion pas_de_comite waarom_niet warum_nicht"
    " keine_termine keinen_termin geen_afspraken geen_afspraak pas_de_rendez-vous geen_verplichtingen nichts_vor"
    " rien_de_prevu rien_prevu niets_gepland keine_besprechung geen_overleg geen_lessen pas_cours"
    " niets_in_mijn_agenda niets_in_haar_agenda niets_in_zijn_agenda niets_in_de_agenda niets_in_onze_agenda"
    " niets_staan"
    " niks_vast niks_gepland niks_staan niks_voorzien niks_in_mijn_agenda nog_niks"
    " niets_voorzien niets_te_doen nog_niets niets_vast rien_a_l'agenda rien_dans_mon_agenda rien_dans_son_agenda"
    " rien_dans_l'agenda rien_d'autre rien_de_planifie nichts_im_kalender nichts_geplant nichts_anderes noch_nichts"
    " aucun_souci pas_d'objection aucune_objection zur_not noch_gar_nichts habe_gar_nichts habe_ich_gar_nichts"
    " gar_nichts_vor gar_nichts_geplant nichts_eingetragen"
    " heb_ik_vrij_geblokkeerd heb_ik_vrij_gehouden heb_ik_vrij_gemaakt heb_ik_vrij_gelaten heb_ik_vrijgemaakt"
    " heb_ik_vrijgehouden vrij_geblokkeerd vrij_gehouden vrij_gemaakt ik_vrij_geblokkeerd"
    " ou_rien of_niets oder_nichts oder_gar_nicht"
    " geen_rol geen_belang pas_de_role pas_d'importance aucune_importance keine_rolle sans_importance"
    " noch_keine_termine noch_keinen_termin noch_keine_hausbesuche nog_geen_afspraken nog_geen_huisbezoeken"
    " pas_encore_de_rendez-vous pas_encore_de_reunion keine_hausbesuche geen_huisbezoeken"
    " sans_restriction sans_restrictions ohne_einschrankung zonder_beperking zonder_beperkingen"
    " sans_probleme zonder_probleem ohne_problem pas_de_souci aucun_probleme"
)
BUT_FOR = "zz"
"""What stands for the "op" of "op woensdag na" (see ``date_mask``): nobody writes it."""
EXCEPTIONS = (
    f"{BUT_FOR} behalve sauf ausser auser uitgezonderd behoudens hormis excepte except met_uitzondering_van"
    " a_l'exception_de a_l'exception_du mit_ausnahme_von ausgenommen hors zonder sans ohne buiten"
    " a_l'exclusion_de a_l'exclusion_du a_l'exclusion_des a_l'exception_des bis_auf_den bis_auf_die bis_auf_das"
    " a_part mis_a_part bis_auf_dem bis_auf"
    " uitgenomen met_uitzondering_voor met_uitsluiting_van ,_moins_le ,_moins_la ,_moins_les min_de minus uitgez"
    " excl exclusief en_dehors_de en_dehors_du en_dehors_des"
    " mit_ausnahme_des mit_ausnahme_der abgesehen_von abgesehen_vom si_ce_n'est exception_faite_de"
    " exception_faite_du ausgeschlossen_sind a_l'exception_pres behalve_dan buiten_de afgezien_van"
)
BUTS = "maar mais aber but echter sondern jedoch"
ONLY = "niet_alleen non_seulement nicht_nur not_only"

EACH = "elke alle iedere tous_les toutes_les chaque jeden jede jeder jedem jedes every each les"
ANY_ONE = "n'importe_quel n'importe_quelle eender_welke een_willekeurige irgendein irgendeinen any"

NEXTS = "volgende prochain prochaine nachste nachsten nachster nachstem naechste naechsten next eerstvolgende"
COMINGS = (
    "komende aanstaande a.s a.s. as eerstkomende deze ce cet cette kommenden kommende kommender diesen diese dieser"
    " dieses this this_coming eerstkomend coming"
)

RELATIVE_DAYS = {
    0: "vandaag aujourd'hui heute today",
    1: "demain tomorrow",
    2: "overmorgen apres-demain apres_demain ubermorgen uebermorgen day_after_tomorrow",
    7: "heute_in_einer_woche vandaag_over_een_week",
    14: "heute_in_zwei_wochen heute_in_14_tagen heute_in_vierzehn_tagen vandaag_over_14_dagen"
    " vandaag_over_veertien_dagen vandaag_over_twee_weken",
}
TOMORROW_HALVES = {
    Half.AM: "morgenvoormiddag morgenochtend morgenvroeg morgen_vroeg morgen_fruh morgen_vormittag morgen_voormiddag",
    Half.PM: "morgennamiddag morgen_nachmittag morgen_namiddag morgenmiddag",
}

WEEKS = (
    "week weken semaine semaines sem woche wochen kw kalenderwoche kalenderwochen wk weeks"
    " weeknummer weeknummers weeknr"
)
NEXT_WEEK = (
    "volgende_week week_volgend de_volgende_week la_semaine_prochaine semaine_prochaine nachste_woche nachster_woche"
    " naechste_woche next_week kommende_woche kommenden_woche komende_week de_komende_week aanstaande_week"
)
AFTER_NEXT_WEEK = "ubernachste_woche ubernachster_woche uebernachste_woche week_na_volgende_week"
THIS_WEEK = "deze_week cette_semaine diese_woche dieser_woche this_week"
NEXT_MONTH = (
    "volgende_maand le_mois_prochain mois_prochain nachsten_monat naechsten_monat nachsten_monats next_month"
    " kommenden_monat komende_maand du_mois_prochain"
)
THIS_MONTH = "deze_maand ce_mois ce_mois-ci diesen_monat dieses_monats this_month"
IN_WORDS = "over binnen dans in within d'ici"
ORDINALS = {
    1: "premiere premieres premiers erstes first",
    2: "deuxieme seconde second zweites",
    3: "troisieme drittes third",
    4: "quatrieme fourth",
    -1: "laatste derniere dernier dernieres derniers letzte letzten letzter letztes last",
}
SMALL_NUMBERS = {1: "une eine einer einem one", 2: "two", 3: "three", 4: "four", 5: "fuenf five", 8: "eight"}
"""Those that ``date_names`` does not make."""
HALVES_OF = "helft moitie quinzaine halfte haelfte"
THIRDS = "tiers drittel derde_deel"
ALTERNATING = (
    "om_de_andere om_de_twee om_de_2 om_de_veertien om_de_14 tweewekelijks veertiendaags elke_tweede iedere_tweede"
    " sur_deux toutes_les_deux chaque_deuxieme tous_les_quinze tous_les_deux bimensuel jeden_zweiten jede_zweite"
    " jeder_zweite alle_zwei alle_14 alle_vierzehn zweiwochentlich even_weken oneven_weken even_week oneven_week"
    " pare_weken onpare_weken pare_week onpare_week semaines_paires semaines_impaires semaine_paire semaine_impaire"
    " gerade_wochen geraden_wochen ungerade_wochen ungeraden_wochen geraden_kalenderwochen every_other every_second"
)
VAGUE = (
    "voorjaar lente zomer najaar herfst printemps l'automne en_automne l'ete en_ete cet_ete en_hiver cet_hiver"
    " l'hiver"
    " fruhling fruhjahr sommer herbst in_de_winter im_winter deze_winter diesen_winter kwartaal trimestre quartal"
    " trimester paasvakantie krokusvakantie herfstvakantie zomervakantie krokusverlof paasverlof pasen carnaval"
    " paques"
    " karneval ostern osterferien karnevalsferien herbstferien sommerferien conge_de_carnaval vacances_de_carnaval"
    " vacances_de_paques conge_de_paques vacances_d'ete grandes_vacances vacances_d'automne conge_d'automne toussaint"
    " fasching vacances_de_detente conge_de_detente conges_de_detente"
)
PASTS = (
    "vorige vorig jl jongstleden afgelopen verleden vergangenen vergangene vergangener vorigen voriger passe passee"
    " ecoule ecoulee"
)
IN_EIGHT = {7: "en_huit in_acht_tagen over_acht_dagen over_een_week in_einer_woche", 14: "en_quinze in_vierzehn_tagen"}
ABOUT = (
    "rond rond_de omstreeks ongeveer circa rondom environ vers autour_du autour_de gegen um_den rund_um around"
    " lendemain_du la_veille_du veille_du suivant_le etwa_am etwa ungefahr"
)
PARTS = {
    "early": "begin debut anfang early beginning_of begin_van debut_de start_of",
    "mid": "midden medio halverwege mi mitte half mid midden_van mi- milieu milieu_de milieu_du",
    "late": "eind einde fin ende late end_of eind_van fin_de",
}
HOLIDAYS = (
    "kerstvakantie kerstverlof feestdagen eindejaarsfeesten conges_de_fin_d'annee vacances_de_noel"
    " vacances_de_fin_d'annee les_fetes fetes_de_fin_d'annee weihnachtsferien feiertagen"
    " feiertage vacances_d'hiver conges_de_noel"
    " christmas_holidays kerstperiode"
)
# Days from Easter. Carnival is no holiday, but whoever names it is away.
FEASTS = {
    -52: "fettdonnerstag weiberfastnacht altweiber altweiberdonnerstag jeudi_gras vette_donderdag",
    -48: "rosenmontag lundi_gras carnavalsmaandag carnavalmaandag lundi_de_carnaval",
    -47: "mardi_gras vastenavond vette_dinsdag faschingsdienstag fastnachtsdienstag veilchendienstag",
    -46: "aswoensdag mercredi_des_cendres aschermittwoch",
    -2: "goede_vrijdag vendredi_saint karfreitag",
    1: "paasmaandag tweede_paasdag lundi_de_paques ostermontag",
    39: "hemelvaart hemelvaartsdag jeudi_de_l'ascension ascension christi_himmelfahrt himmelfahrt",
    50: "pinkstermaandag tweede_pinksterdag lundi_de_pentecote pfingstmontag",
}
NEW_YEAR = "nieuwjaar nouvel_an neujahr new_year"
BETWEEN_HOLIDAYS = (
    "tussen_kerst_en_nieuwjaar tussen_kerstmis_en_nieuwjaar entre_noel_et_nouvel_an entre_noel_et_le_nouvel_an"
    " entre_les_fetes zwischen_weihnachten_und_neujahr zwischen_den_jahren"
)
CHRISTMAS = "kerst kerstmis noel weihnachten christmas"
PAST_MARKS = "sinds depuis seit since geboren ne_le nee_le geb gestart begonnen born dd d.d dd. d.d."
THEN = {
    -1: "de_dag_ervoor dag_ervoor de_dag_daarvoor dag_daarvoor de_dag_voordien dag_voordien de_dag_tevoren dag_tevoren"
    " la_veille le_jour_d'avant jour_d'avant le_jour_precedent jour_precedent am_tag_davor tag_davor den_tag_davor"
    " am_tag_zuvor tag_zuvor den_tag_zuvor am_vortag vortag",
    2: "twee_dagen_later 2_dagen_later deux_jours_plus_tard 2_jours_plus_tard deux_jours_apres zwei_tage_spater"
    " 2_tage_spater zwei_tage_danach",
    3: "drie_dagen_later 3_dagen_later trois_jours_plus_tard 3_jours_plus_tard drei_tage_spater 3_tage_spater",
    9: "de_la_meme_semaine van_dezelfde_week van_diezelfde_week van_die_week de_cette_semaine-la diezelfde_week"
    " derselben_woche in_derselben_woche dans_la_meme_semaine",
    1: "jour_suivant jour_d'apres dag_erna dag_nadien dag_daarna tag_danach tag_darauf tag_drauf folgetag lendemain"
    " le_jour_suivant le_jour_d'apres un_jour_plus_tard de_dag_erna de_dag_nadien de_dag_daarna"
    " de_dag_daarop"
    " een_dag_later dag_later am_tag_danach am_tag_darauf den_tag_danach den_tag_darauf am_folgetag einen_tag_spater"
    " am_nachsten_tag",
    7: "de_week_erna de_week_nadien de_week_daarna de_week_daarop week_erna week_nadien week_daarop la_semaine_suivante"
    " semaine_suivante la_semaine_d'apres semaine_d'apres die_woche_danach der_woche_danach die_woche_darauf"
    " der_woche_darauf darauffolgenden_woche darauffolgende_woche folgenden_woche folgewoche die_woche_drauf"
    " celle_d'apres celle_qui_suit die_week_erna die_week_daarna die_week_nadien",
    8: "een_week_later week_later une_semaine_plus_tard semaine_plus_tard eine_woche_spater woche_spater",
    0: "daarop erop erna suivant suivante qui_suit darauf drauf darauffolgenden darauffolgende",
}
"""Days after the day named before: the one before it (-1), the next ones,
the week behind its week, the same weekday a week later, or (0) the
weekday beside it."""
BACK = (
    "die_dag die_dagen ce_jour-la ce_jour ces_jours-la cette_date-la cette_semaine-la an_dem_tag an_diesem_tag"
    " an_diesen_tagen"
)
"""What comes back to the days named before."""
AVAILABLE = (
    "kan lukt gaat past mogelijk ik wij mij me ons voor peux pouvons possible convient je nous il elle est geht passt"
    " moglich ich wir uns mir kann konnen vrij libre frei beschikbaar disponible verfugbar liefst graag of bitte svp"
    " aub i can we works available dat das ca cela komen venir kommen zou willen schikt ware goed ideaal ideal"
    " could us kunnen wij we serait seraient parfait parfaite perfect prima gut waren sind"
    " sont conviendrait conviennent"
    " passen lukken gaan geschikt peut pouvez m'arrange arrange ideale idealement voorstellen propose"
    " vorschlagen stel"
    " voor ne n' j' m' zijn suis bin ben am is komt gemist_worden"
)
NOT_DATES = "dag dagen jour jours tag tage temps tijd tijds deeltijds etp vte fte uur uren jaar ans jahre plaatsen"

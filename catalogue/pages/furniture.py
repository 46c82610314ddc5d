"""Lines of a site's own that can stand anywhere on a page and never say anything about a film."""

from __future__ import annotations

import re

from catalogue.pages.vocabulary import phrase_set

# As a whole line. No name of a section is here, and no word that is a film's title as well (Home, Search).
_LINES = phrase_set(
    """edit, view all, show all, see all, see more, see less, show more, show less, read more, read less, view more,
    load more, close, expand, collapse, toggle, loading..., skip to content, skip to main content, back to top,
    log in, login, log out, logout, sign in, sign up, sign out, register, create account, my account, share,
    share this page, tweet, pin it, print, print this page, copy link, subscribe, advertisement, advertisements,
    sponsored, ad, menu, table of contents, toggle table of contents, add to cart, add to basket, buy now, shop
    now, buy on amazon, report this, report an error, cookies, accept cookies, accept all, all filters, privacy,
    privacy policy, imprint, legal notice, terms, terms of use, terms of service, conditions of use, cookie
    policy, contact us, about us, help center, press room, get the app, download the app, facebook, twitter,
    instagram, pinterest, youtube, mehr anzeigen, mehr lesen, weniger anzeigen, alle anzeigen, alle ansehen,
    bearbeiten, schließen, anmelden, abmelden, registrieren, einloggen, teilen, drucken, anzeige, werbung,
    impressum, datenschutz, datenschutzerklärung, agb, nach oben, zum inhalt springen, inhaltsverzeichnis, in
    den warenkorb, voir plus, voir tout, tout voir, afficher plus, lire la suite, voir moins, modifier, fermer,
    se connecter, s'inscrire, déconnexion, partager, imprimer, publicité, mentions légales, politique de
    confidentialité, haut de page, sommaire, ajouter au panier, ver más, ver todo, ver todos, mostrar más, leer
    más, mostrar menos, editar, cerrar, iniciar sesión, cerrar sesión, registrarse, compartir, imprimir,
    publicidad, aviso legal, política de privacidad, volver arriba, índice de contenidos, añadir al carrito"""
)
_SHAPES = re.compile(
    "|".join(
        (
            r"(?:©|\(c\) ?(?:19|20)\d\d|copyright\b).*",
            r".*\b(?:all rights reserved|alle rechte vorbehalten|tous droits reserves)\b.*",
            r".*\btodos los derechos reservados\b.*",
            r"(?:accept |manage |your |we use )?(?:cookie|privacy)s?[ -].{0,40}"
            r"\b(?:settings|preferences|policy|notice|choices|einstellungen|rights)",
            r"(?:cookie-einstellungen|gerer les cookies|configuracion de cookies).{0,20}",
            r"(?:sign up|subscribe|join|register)\b.{0,60}\b(?:newsletter|updates|mailing list|emails?|account)\b"
            r".{0,40}",
            r"(?:follow|find|like) us (?:on )?.{0,40}",
            r".{0,40}\bnewsletter (?:abonnieren|anmelden)",
            r"(?:we|this (?:site|page|website)) uses? cookies\b.*",
            r"see (?:all|more) \d+ .{0,20}",
            r"\d+ (?:comments?|shares?|likes?)",
        )
    )
)
_MENU = (
    "home|start|latest movies|new movies|movies|films|tv shows|series|actors|actresses|celebrities|people|companies",
    "genres|news|reviews|articles|blog|shop|store|tests|quizzes|faq|help|about us|about|contact us|contact|search",
    "menu|login|log in|logout|sign in|sign up|register|subscribe|watchlist|my list|my account|account|settings|privacy",
    "terms|trailers|box office|community|forum|lists|collections?|add movies|startseite|filme|kino|suche|anmelden",
    "accueil|recherche|connexion|inicio|peliculas|buscar|entrar",
)
_WORDS_OF_MENUS = sorted("|".join(_MENU).split("|"), key=len, reverse=True)
_GLUED_MENU = re.compile(rf"(?:(?>{'|'.join(_WORDS_OF_MENUS)})[\W_]*+){{3,}}+")
_LONGEST = 400


def is_furniture(key: str) -> bool:
    """Whether a folded line is no more than a button, a notice or a menu of the site, on whatever page it stands."""
    if len(key) > _LONGEST:
        return False
    return key.rstrip(" :»>›") in _LINES or bool(_SHAPES.fullmatch(key)) or bool(_GLUED_MENU.fullmatch(key))

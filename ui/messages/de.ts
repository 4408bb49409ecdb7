import type { Catalogue } from "./speech";

/** Every word the page says outside of its dialogs, in German. */
export const de: Catalogue = ({ date, number, plural }) => {
  const chats = (count: number) => plural(count, { one: "1 Chat", other: `${number(count)} Chats` });
  return {
    appName: "Parley",
    newChat: "Neuer Chat",
    temporaryChat: "Temporärer Chat",
    temporaryNote: "Dieser Chat wird nicht gespeichert: Beim Verlassen ist er weg.",
    temporaryEnded: "Temporärer Chat beendet",
    conversations: "Unterhaltungen",
    showConversations: "Unterhaltungen einblenden",
    hideConversations: "Unterhaltungen ausblenden",
    searchChats: "Chats durchsuchen",
    loading: "Wird geladen …",
    noChats: "Noch keine Chats",
    noChatsFound: "Nichts gefunden",
    listFailed: "Die Chats konnten nicht geladen werden.",
    groups: {
      pinned: "Angeheftet",
      today: "Heute",
      yesterday: "Gestern",
      week: "Letzte 7 Tage",
      month: (begin: Date, isThisYear: boolean) =>
        date(begin, { month: "long", year: isThisYear ? undefined : "numeric" }),
    },
    foundChats: (count: number) => `${chats(count)} gefunden`,
    searching: "Suche läuft …",
    searchFailed: "Die Suche ist fehlgeschlagen.",
    searchFurther: "Weitersuchen",
    chatActions: (title: string) => `Aktionen für „${title}“`,
    thisChatActions: "Aktionen für diesen Chat",
    rename: "Umbenennen",
    renameChat: (title: string) => `Neuer Name für „${title}“`,
    pin: "Anheften",
    unpin: "Lösen",
    exportMarkdown: "Als Markdown exportieren",
    exportJson: "Als JSON exportieren",
    copyConversation: "Unterhaltung kopieren",
    deleteChat: "Löschen",
    allChatsFile: "Parley-Chats",
    exporting: "Chats werden exportiert …",
    exportedChats: (count: number) => `${chats(count)} exportiert`,
    conversationCopied: "Unterhaltung kopiert",
    transferFailed: (reason: string) => `Das hat nicht geklappt: ${reason}`,
    noConnection: "Es besteht keine Verbindung.",
    ofTotal: (count: number, total: number) => `${number(count)} von ${number(total)}`,
    cancel: "Abbrechen",
    dateAndTime: (at: Date) => date(at, { dateStyle: "long", timeStyle: "short" }),
    changeFailed: (title: string) => `„${title}“ konnte nicht geändert werden.`,
    partFailed: "Ein Teil der Seite konnte nicht geladen werden. Bitte erneut versuchen.",
    chatDeleted: (title: string) => `„${title}“ gelöscht`,
    undo: "Rückgängig",
    dismiss: "Schließen",
    signOut: "Abmelden",

    offline: "Offline. Was hier steht, ist vielleicht nicht mehr aktuell.",
    conversation: "Unterhaltung",
    chatNotFound: "Chat nicht gefunden",
    chatMissing: "Diesen Chat gibt es nicht, oder er gehört jemand anderem.",
    chatFailed: "Dieser Chat konnte nicht geladen werden.",
    earlierMessages: "Frühere Nachrichten werden geladen …",
    messagesAway: (count: number) =>
      plural(count, {
        one: "Eine weitere Nachricht, sichtbar beim Näherkommen",
        other: `${number(count)} weitere Nachrichten, sichtbar beim Näherkommen`,
      }),
    jumpToEnd: "Zum Ende springen",
    you: "Sie",
    thinking: "Denkt nach …",
    thinkingFor: (sec: number) => `Denkt nach … ${number(sec)} s`,
    thought: "Gedankengang",
    thoughtFor: (sec: number) => `${number(sec, sec < 10 ? 1 : 0)} s nachgedacht`,
    activity: {
      sending: "Wird gesendet …",
      waking: (estimateSec?: number) =>
        estimateSec === undefined
          ? "Das Modell wacht auf …"
          : `Das Modell wacht auf, noch etwa ${number(estimateSec)} s …`,
      queued: (estimateSec?: number, position?: number) => {
        if (position === undefined) {
          return estimateSec === undefined
            ? "Wartet auf einen freien Platz …"
            : `In der Warteschlange, noch etwa ${number(estimateSec)} s …`;
        }
        return estimateSec === undefined
          ? `Platz ${number(position)} in der Warteschlange …`
          : `Platz ${number(position)} in der Warteschlange, noch etwa ${number(estimateSec)} s …`;
      },
      reconnecting: "Verbindung wird wiederhergestellt …",
      offline: "Offline. Die Antwort läuft weiter und erscheint, sobald wieder Verbindung besteht.",
      stopping: "Wird angehalten …",
    },
    stopped: "Angehalten",
    cutShort: "Die Antwort hat ihre größte Länge erreicht.",
    interrupted: "Diese Antwort wurde unterbrochen.",
    failed: "Die Antwort ist fehlgeschlagen.",
    failures: {
      model_error: "Das Modell hat einen Fehler gemeldet.",
      model_unavailable: "Das Modell ist gerade nicht verfügbar. In einer Minute vielleicht wieder.",
      unauthorized: "Die Sitzung ist abgelaufen. Bitte neu anmelden.",
      not_found: "Das gibt es nicht mehr.",
      too_large: "Das ist zu lang. Bitte kürzer fassen.",
      too_many_requests: "Zu viele Anfragen auf einmal. Bitte einen Moment warten.",
      quota_exceeded: "Dein Limit ist zurzeit ausgeschöpft.",
      internal: "Etwas ist schiefgegangen.",
      api_unreachable: "Der Server ist gerade nicht erreichbar.",
      timeout: "Das hat zu lange gedauert.",
    },
    tryAgain: "Erneut versuchen",
    copyMessage: "Nachricht kopieren",
    copyCode: "Code kopieren",
    copied: "Kopiert",
    copyRefused: "Der Browser hat das Kopieren nicht erlaubt.",
    plainCode: "Text",
    diagram: (name: string) => `Diagramm: ${name}`,
    diagramBroken: "Dieses Diagramm konnte nicht gezeichnet werden.",
    showDiagram: "Diagramm anzeigen",
    showSource: "Quelltext anzeigen",
    formula: "Formel",
    table: "Tabelle",
    footnotes: "Fußnoten",
    footnote: (index: number | string) => `Fußnote ${index}`,
    backToText: (index: number) => `Zurück zum Text von Fußnote ${index}`,
    taskDone: "Erledigt",
    taskOpen: "Offen",
    tokens: (count: number) => plural(count, { one: "1 Token", other: `${number(count)} Tokens` }),
    seconds: (sec: number) => `${number(sec, 1)} s`,
    version: (index: number, count: number) => `Version ${index} von ${count}`,
    previousVersion: "Vorherige Version",
    nextVersion: "Nächste Version",
    regenerate: "Andere Antwort versuchen",
    takeBack: "Letzte Runde zurücknehmen",
    takenBack: "Die letzte Runde wurde zurückgenommen. Beim Senden entsteht eine andere Version davon.",
    putBack: "Wieder anzeigen",
    editMessage: "Nachricht bearbeiten",
    editedMessage: "Bearbeitete Nachricht",
    saveAndSend: "Speichern und senden",
    like: "Gute Antwort",
    dislike: "Schlechte Antwort",
    likeComment: "Was war daran gut? (freiwillig)",
    dislikeComment: "Was war daran falsch? (freiwillig)",
    sendComment: "Kommentar senden",
    skip: "Überspringen",
    feedbackFailed: "Die Bewertung konnte nicht gespeichert werden.",

    message: "Nachricht",
    placeholder: (name: string) => `Nachricht an ${name} …`,
    send: "Senden",
    stop: "Anhalten",
    busy: "Es läuft noch eine Antwort. Anhalten oder abwarten; der Text bleibt hier.",
    tooLong: (maxChars: number) => `Das ist länger als ${number(maxChars)} Zeichen.`,
    connectionLost: "Keine Verbindung. Der Text steht noch im Feld und lässt sich später senden.",
    stopFailed: "Die Antwort ließ sich nicht anhalten. Bitte erneut versuchen.",
    deleteFailed: (title: string) => `„${title}“ konnte nicht gelöscht werden.`,

    spoken: {
      codeBlock: (lines: number) =>
        plural(lines, { one: "Codeblock, 1 Zeile.", other: `Codeblock, ${number(lines)} Zeilen.` }),
      tableOf: (rows: number) =>
        plural(rows, { one: "Tabelle, 1 Zeile.", other: `Tabelle, ${number(rows)} Zeilen.` }),
      formula: "Formel.",
    },
    announced: {
      complete: "Antwort vollständig.",
      stopped: "Antwort angehalten.",
      failed: "Die Antwort ist fehlgeschlagen.",
      interrupted: "Die Antwort wurde unterbrochen.",
    },

    heroTitle: "Was wollen wir gliedern?",
    heroText: "Ein eigenes Modell im eigenen Konto. Jede Unterhaltung bleibt in der eigenen Tabelle.",
    heroTextTemporary:
      "Ein eigenes Modell im eigenen Konto. Von diesem Chat kommt kein Wort in die eigene Tabelle.",
    examplesLabel: "Beispiele",
    examples: [
      {
        title: "Einen Vortrag gliedern",
        text: "20 Minuten über Sauerteig, für Ingenieure",
        prompt: "Gliedere einen 20-minütigen Vortrag über Sauerteig für Ingenieure.",
        run: true,
      },
      {
        title: "Aus Notizen einen Plan machen",
        text: "Einfügen und dazu sagen, für wen",
        prompt: "Mach aus diesen Notizen einen Plan. Er ist für … \n\nNotizen:\n",
        run: false,
      },
      {
        title: "Diesen Code erklären",
        text: "Einfügen, es geht Schritt für Schritt",
        prompt: "Erkläre diesen Code Schritt für Schritt:\n\n",
        run: false,
      },
      {
        title: "Zwei Möglichkeiten vergleichen",
        text: "Postgres oder DynamoDB für ein Ereignisprotokoll?",
        prompt: "Vergleiche Postgres und DynamoDB für ein Ereignisprotokoll. Was passt wann?",
        run: true,
      },
    ],

    chatSettings: {
      title: "Einstellungen dieses Chats",
      changed: (preset: string) => `${preset} (geändert)`,
      own: "Eigene Einstellungen",
      notSaved: "Die Einstellungen dieses Chats konnten nicht gespeichert werden.",
    },
    presets: {
      offered: {
        outline: {
          name: "Gliederung",
          description: "Eine nummerierte Gliederung von allem, was man schreibt oder einfügt.",
        },
        precise: { name: "Präzise", description: "Kurze Antworten, die sagen, wie sicher sie sind." },
        brainstorm: { name: "Ideensammlung", description: "Viele Ideen, auch die ungewöhnlichen." },
        proofread: { name: "Korrektur", description: "Der eigene Text, korrigiert und leichter zu lesen." },
      },
    },
    useViaApi: "Per API nutzen",
    settings: "Einstellungen",
    dialogFailed: "Dieser Teil der Seite konnte nicht geladen werden. Mit Verbindung bitte erneut versuchen.",
    shortcuts: "Tastenkürzel",
    close: "Schließen",
    files: {
      attach: "Dateien anhängen",
      saveAs: "Speichern als …",
    },
  };
};

import type { Catalogue } from "./speech";

/** Every word the page says, in French. */
export const fr: Catalogue = ({ date, number, plural }) => {
  const chats = (count: number) =>
    plural(count, { one: `${number(count)} conversation`, other: `${number(count)} conversations` });
  return {
    appName: "Parley",
    newChat: "Nouvelle conversation",
    conversations: "Conversations",
    showConversations: "Afficher les conversations",
    hideConversations: "Masquer les conversations",
    searchChats: "Rechercher",
    loading: "Chargement…",
    noChats: "Aucune conversation",
    noChatsFound: "Aucun résultat",
    listFailed: "Impossible de charger vos conversations.",
    groups: {
      pinned: "Épinglées",
      today: "Aujourd’hui",
      yesterday: "Hier",
      week: "7 derniers jours",
      month: (begin: Date, isThisYear: boolean) =>
        date(begin, { month: "long", year: isThisYear ? undefined : "numeric" }),
    },
    foundChats: (count: number) =>
      plural(count, {
        one: `${number(count)} conversation trouvée`,
        other: `${number(count)} conversations trouvées`,
      }),
    searching: "Recherche…",
    searchFailed: "La recherche a échoué.",
    searchFurther: "Chercher plus loin",
    chatActions: (title: string) => `Actions pour « ${title} »`,
    thisChatActions: "Actions pour cette conversation",
    rename: "Renommer",
    renameChat: (title: string) => `Nouveau nom de « ${title} »`,
    pin: "Épingler",
    unpin: "Désépingler",
    exportMarkdown: "Exporter en Markdown",
    exportJson: "Exporter en JSON",
    exportAllMarkdown: "Tout exporter en Markdown",
    exportAllJson: "Tout exporter en JSON",
    copyConversation: "Copier la conversation",
    deleteChat: "Supprimer",
    allChatsFile: "Conversations Parley",
    exporting: "Exportation de vos conversations…",
    exportedChats: (count: number) =>
      plural(count, {
        one: `${number(count)} conversation exportée`,
        other: `${number(count)} conversations exportées`,
      }),
    conversationCopied: "Conversation copiée",
    transferFailed: (reason: string) => `Cela n’a pas fonctionné : ${reason}`,
    noConnection: "Il n’y a pas de connexion.",
    ofTotal: (count: number, total: number) => `${number(count)} sur ${number(total)}`,
    cancel: "Annuler",
    dateAndTime: (at: Date) => date(at, { dateStyle: "long", timeStyle: "short" }),
    yourData: "Vos conversations",
    yourDataText: "Gardez une copie de toutes, ou reprenez ce que vous avez exporté en JSON.",
    imports: {
      choose: "Importer…",
      running: "Importation de vos conversations…",
      done: (count: number) =>
        plural(count, {
          one: `${number(count)} conversation importée`,
          other: `${number(count)} conversations importées`,
        }),
      failed: (title: string, reason: string, done: number) =>
        `« ${title} » n’a pas pu être importée : ${reason} Importé auparavant : ${chats(done)}.`,
      tooLarge: (maxMb: number) => `Le fichier dépasse ${number(maxMb)} Mo.`,
      notJson: "Le fichier n’est pas du JSON, ou il est incomplet.",
      notOurs:
        "Le fichier n’est pas une exportation de Parley : son « format » n’est pas « parley-conversations ».",
      otherVersion: (found: string, known: number) =>
        `L’exportation est en version ${found} ; cette page lit la version ${known}.`,
      wrong: (where: string, field: string) =>
        `${where} : « ${field} » manque ou n’est pas ce qu’il devrait être.`,
      file: "Le fichier",
      chat: (index: number) => `Conversation ${index}`,
      message: (chat: string, index: number) => `${chat}, message ${index}`,
    },
    changeFailed: (title: string) => `Impossible de modifier « ${title} ».`,
    partFailed: "Une partie de la page n’a pas pu être chargée. Réessayez.",
    chatDeleted: (title: string) => `« ${title} » supprimée`,
    undo: "Annuler",
    dismiss: "Fermer",
    signOut: "Se déconnecter",

    offline: "Hors ligne. Ce que vous voyez n’est peut-être plus à jour.",
    conversation: "Conversation",
    chatNotFound: "Conversation introuvable",
    chatMissing: "Cette conversation n’existe pas, ou elle n’est pas à vous.",
    chatFailed: "Impossible de charger cette conversation.",
    earlierMessages: "Chargement des messages précédents…",
    messagesAway: (count: number) =>
      plural(count, {
        one: "Encore un message, affiché à votre approche",
        other: `Encore ${number(count)} messages, affichés à votre approche`,
      }),
    jumpToEnd: "Aller à la fin",
    you: "Vous",
    assistant: "Parley",
    thinking: "Réflexion…",
    thinkingFor: (sec: number) => `Réflexion… ${number(sec)} s`,
    thought: "Raisonnement",
    thoughtFor: (sec: number) => `Réflexion pendant ${number(sec, sec < 10 ? 1 : 0)} s`,
    activity: {
      sending: "Envoi…",
      waking: (estimateSec?: number) =>
        estimateSec === undefined
          ? "Le modèle se réveille…"
          : `Le modèle se réveille, environ ${number(estimateSec)} s…`,
      queued: (estimateSec?: number, position?: number) => {
        if (position === undefined) {
          return estimateSec === undefined
            ? "En attente d’une place libre…"
            : `En file d’attente, environ ${number(estimateSec)} s…`;
        }
        return estimateSec === undefined
          ? `Numéro ${number(position)} dans la file…`
          : `Numéro ${number(position)} dans la file, environ ${number(estimateSec)} s…`;
      },
      reconnecting: "Reconnexion…",
      offline: "Vous êtes hors ligne. La réponse continue et s’affichera à votre retour.",
      stopping: "Arrêt…",
    },
    stopped: "Arrêtée",
    cutShort: "La réponse a atteint sa longueur maximale.",
    interrupted: "Cette réponse a été interrompue.",
    failed: "La réponse a échoué.",
    failures: {
      model_error: "Le modèle a échoué.",
      model_unavailable:
        "Le modèle n’est pas disponible pour l’instant. Il le sera peut-être dans une minute.",
      unauthorized: "La session est terminée. Reconnectez-vous.",
      not_found: "Cela n’existe plus.",
      too_large: "C’est trop long. Raccourcissez.",
      too_many_requests: "Trop de demandes à la fois. Attendez un instant.",
      internal: "Une erreur s’est produite.",
      api_unreachable: "Le serveur est injoignable pour l’instant.",
      timeout: "Cela a pris trop de temps.",
    },
    tryAgain: "Réessayer",
    copyMessage: "Copier le message",
    copyCode: "Copier le code",
    copied: "Copié",
    copyRefused: "Le navigateur n’a pas autorisé la copie.",
    plainCode: "texte",
    table: "Tableau",
    footnotes: "Notes de bas de page",
    footnote: (index: number | string) => `Note ${index}`,
    backToText: (index: number) => `Retour au texte de la note ${index}`,
    taskDone: "Fait",
    taskOpen: "À faire",
    tokens: (count: number) =>
      plural(count, { one: `${number(count)} jeton`, other: `${number(count)} jetons` }),
    seconds: (sec: number) => `${number(sec, 1)} s`,
    version: (index: number, count: number) => `Version ${index} sur ${count}`,
    previousVersion: "Version précédente",
    nextVersion: "Version suivante",
    regenerate: "Essayer une autre réponse",
    takeBack: "Retirer le dernier échange",
    takenBack: "Le dernier échange a été retiré. L’envoi en crée une autre version.",
    putBack: "L’afficher de nouveau",
    editMessage: "Modifier le message",
    editedMessage: "Message modifié",
    saveAndSend: "Enregistrer et envoyer",
    like: "Bonne réponse",
    dislike: "Mauvaise réponse",
    likeComment: "Qu’est-ce qui était bien ? (facultatif)",
    dislikeComment: "Qu’est-ce qui n’allait pas ? (facultatif)",
    sendComment: "Envoyer le commentaire",
    skip: "Passer",
    feedbackFailed: "Votre évaluation n’a pas pu être enregistrée.",

    message: "Message",
    placeholder: (name: string) => `Écrivez à ${name}…`,
    send: "Envoyer",
    stop: "Arrêter",
    busy: "Une réponse est encore en cours. Arrêtez-la ou attendez ; votre texte reste ici.",
    tooLong: (maxChars: number) => `C’est plus long que ${number(maxChars)} caractères.`,
    connectionLost:
      "Pas de connexion. Votre texte est toujours dans le champ ; renvoyez-le quand elle sera revenue.",
    stopFailed: "Impossible d’arrêter la réponse. Réessayez.",
    deleteFailed: (title: string) => `Impossible de supprimer « ${title} ».`,

    spoken: {
      codeBlock: (lines: number) =>
        plural(lines, {
          one: `Bloc de code, ${number(lines)} ligne.`,
          other: `Bloc de code, ${number(lines)} lignes.`,
        }),
      tableOf: (rows: number) =>
        plural(rows, { one: `Tableau, ${number(rows)} ligne.`, other: `Tableau, ${number(rows)} lignes.` }),
      formula: "Formule.",
    },
    announced: {
      complete: "Réponse terminée.",
      stopped: "Réponse arrêtée.",
      failed: "La réponse a échoué.",
      interrupted: "La réponse a été interrompue.",
    },

    heroTitle: "Quel plan allons-nous dresser ?",
    heroText:
      "Votre propre modèle, sur votre propre compte. Chaque conversation reste dans votre propre table.",
    examplesLabel: "Exemples",
    examples: [
      {
        title: "Plan d’un exposé",
        text: "20 minutes sur le levain, pour des ingénieurs",
        prompt: "Fais le plan d’un exposé de 20 minutes sur le levain pour des ingénieurs.",
        run: true,
      },
      {
        title: "De notes à un plan",
        text: "Collez-les et dites pour qui",
        prompt: "Transforme ces notes en plan. C’est pour … \n\nNotes :\n",
        run: false,
      },
      {
        title: "Expliquer ce code",
        text: "Collez-le, on le parcourt pas à pas",
        prompt: "Explique ce code pas à pas :\n\n",
        run: false,
      },
      {
        title: "Comparer deux options",
        text: "Postgres ou DynamoDB pour un journal d’événements ?",
        prompt: "Compare Postgres et DynamoDB pour un journal d’événements. Lequel, et quand ?",
        run: true,
      },
    ],

    chatSettings: {
      title: "Réglages de cette conversation",
      changed: (preset: string) => `${preset} (modifié)`,
      own: "Réglages personnels",
      preset: "Préréglage",
      noPreset: "Aucun",
      system: "Instruction système",
      systemDefault: "Ce que le modèle apprend en premier. Vide : comme d’ordinaire sur ce site.",
      systemTooLong: (maxChars: number, count: number) =>
        `${number(maxChars)} caractères au plus ; il y en a ${number(count)}.`,
      temperature: "Température",
      temperatureHint: "Basse, elle est sobre et reproductible ; haute, elle est joueuse.",
      temperatureWrong: (max: number) => `Un nombre de 0 à ${number(max)}.`,
      modelDefault: "Par défaut",
      maxTokens: "Réponse la plus longue, en jetons",
      maxTokensHint: (max: number) => `De 1 à ${number(max)}.`,
      maxTokensWrong: (max: number) => `Un nombre entier de 1 à ${number(max)}.`,
      model: "Modèle",
      notSaved: "Les réglages de cette conversation n’ont pas pu être enregistrés.",
    },
    presets: {
      mine: "Mes préréglages",
      name: "Nom du préréglage",
      keep: "Enregistrer comme préréglage…",
      update: (name: string) => `Enregistrer les modifications de « ${name} »`,
      rename: "Renommer",
      remove: "Supprimer",
      removed: (name: string) => `« ${name} » supprimé`,
      reset: "Réinitialiser",
      save: "Enregistrer",
      cancel: "Annuler",
      nameMissing: "Un préréglage a besoin d’un nom.",
      nameTooLong: (maxChars: number) => `${number(maxChars)} caractères au plus.`,
      nameTaken: (name: string) => `Vous avez déjà un préréglage « ${name} ».`,
      notSaved: "Pas de connexion. Réessayez quand elle sera revenue.",
    },
    useViaApi: "Utiliser par l’API",
    settings: "Réglages",
    dialogFailed: "Cette partie de la page n’a pas pu être chargée. Réessayez une fois la connexion revenue.",
    shortcuts: {
      title: "Raccourcis",
      groups: { writing: "Écriture", chats: "Conversations", page: "Page" },
      names: {
        send: "Envoyer",
        breakLine: "Nouvelle ligne",
        editLast: "Modifier le dernier message, dans un champ vide",
        focusBox: "Aller au champ de message",
        stop: "Arrêter la réponse",
        copyReply: "Copier la dernière réponse",
        newChat: "Nouvelle conversation",
        search: "Rechercher",
        previousChat: "Conversation précédente de la liste",
        nextChat: "Conversation suivante de la liste",
        sidebar: "Afficher ou masquer les conversations",
        settings: "Réglages",
        shortcuts: "Cette liste",
      },
      singleKeys: "Utiliser les raccourcis d’une seule touche : / et ?",
    },
    close: "Fermer",
    theme: "Thème",
    themes: { system: "Système", light: "Clair", dark: "Sombre" },
    language: "Langue",
    systemLanguage: (name: string) => `Système (${name})`,
    languageFailed: "Cette langue n’a pas pu être chargée. Réessayez.",
    api: {
      introNew: "Commencez une conversation comme celle-ci depuis un script.",
      introChat: "Continuez cette conversation depuis un script.",
      example: "Fais le plan d’un exposé sur le levain",
      language: "Langage",
      whole: "La réponse entière",
      streaming: "Pendant qu’elle s’écrit",
      environment: "D’abord, la clé",
      local: "Avec npm start, la clé vient de",
      copy: (what: string) => `Copier « ${what} »`,
      key: "Clé d’API",
      showKey: "Afficher ma clé dans les exemples",
      hideKey: "Masquer la clé",
      keyStays: "Elle reste sur cette page jusqu’à ce que vous fermiez cette fenêtre.",
    },
  };
};

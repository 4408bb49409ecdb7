import type { Catalogue } from "./speech";

/** Every word the page says outside of its dialogs, in French. */
export const fr: Catalogue = ({ date, number, plural }) => ({
  appName: "Parley",
  newChat: "Nouvelle conversation",
  temporaryChat: "Conversation temporaire",
  temporaryNote: "Cette conversation n’est pas enregistrée : elle disparaît dès que vous la quittez.",
  temporaryEnded: "Conversation temporaire terminée",
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
  thinking: "Réflexion…",
  thinkingFor: (sec: number) => `Réflexion… ${number(sec)} s`,
  thought: "Raisonnement",
  thoughtFor: (sec: number) => `Réflexion pendant ${number(sec, sec < 10 ? 1 : 0)} s`,
  activity: {
    sending: "Envoi…",
    waking: (isStore: boolean, estimateSec?: number) =>
      `${isStore ? "La base de données" : "Le modèle"} se réveille${estimateSec === undefined ? "…" : `, environ ${number(estimateSec)} s…`}`,
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
    model_unavailable: "Le modèle n’est pas disponible pour l’instant. Il le sera peut-être dans une minute.",
    unauthorized: "La session est terminée. Reconnectez-vous.",
    not_found: "Cela n’existe plus.",
    too_large: "C’est trop long. Raccourcissez.",
    too_many_requests: "Trop de demandes à la fois. Attendez un instant.",
    quota_exceeded: "Votre limite est atteinte pour l’instant.",
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
  diagram: (name: string) => `Diagramme : ${name}`,
  diagramBroken: "Ce diagramme n’a pas pu être dessiné.",
  showDiagram: "Afficher le diagramme",
  showSource: "Afficher la source",
  formula: "Formule",
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
  heroText: "Votre propre modèle, sur votre propre compte. Chaque conversation y reste.",
  heroTextTemporary:
    "Votre propre modèle, sur votre propre compte. Pas un mot de cette conversation n’y est conservé.",
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
    notSaved: "Les réglages de cette conversation n’ont pas pu être enregistrés.",
  },
  presets: {
    offered: {
      outline: { name: "Plan", description: "Un plan numéroté de ce que vous écrivez ou collez." },
      precise: {
        name: "Précis",
        description: "Des réponses courtes qui disent à quel point elles sont sûres.",
      },
      brainstorm: { name: "Remue-méninges", description: "Beaucoup d’idées, même les plus inattendues." },
      proofread: { name: "Relecture", description: "Votre texte, corrigé et plus facile à lire." },
    },
  },
  useViaApi: "Utiliser par l’API",
  settings: "Réglages",
  dialogFailed: "Cette partie de la page n’a pas pu être chargée. Réessayez une fois la connexion revenue.",
  shortcuts: "Raccourcis",
  close: "Fermer",
  files: {
    attach: "Joindre des fichiers",
    saveAs: "Enregistrer sous…",
  },
});

import type { DialogCatalogue } from "./speech";

/** What the dialogs say, in French. */
export const frDialogs: DialogCatalogue = ({ date, number, plural }) => {
  const chats = (count: number) =>
    plural(count, { one: `${number(count)} conversation`, other: `${number(count)} conversations` });
  return {
    exportAllMarkdown: "Tout exporter en Markdown",
    exportAllJson: "Tout exporter en JSON",
    yourData: "Vos conversations",
    yourDataText: "Gardez une copie de toutes, ou reprenez ce que vous avez exporté en JSON.",
    attaching: {
      hint: (count: number, size: string) => `${number(count)} au plus, de ${size} chacun`,
      dropHere: "Déposez les fichiers ici",
      attached: "Fichiers joints",
      remove: (name: string) => `Retirer « ${name} »`,
      cancel: (name: string) => `Annuler l’envoi de « ${name} »`,
      retry: (name: string) => `Envoyer à nouveau « ${name} »`,
      waiting: "En attente…",
      uploading: (count: number) =>
        plural(count, {
          one: `Envoi de ${number(count)} fichier`,
          other: `Envoi de ${number(count)} fichiers`,
        }),
      uploaded: (count: number) =>
        plural(count, { one: `${number(count)} fichier joint`, other: `${number(count)} fichiers joints` }),
      failed: (name: string) => `« ${name} » n’a pas été envoyé`,
      removed: (name: string) => `« ${name} » retiré`,
      tooLarge: (name: string, size: string, max: string) =>
        `« ${name} » fait ${size} ; un fichier peut faire ${max}.`,
      tooMany: (max: number) =>
        `Un message peut avoir ${number(max)} fichiers ; les autres ont été laissés de côté.`,
      full: (max: string) =>
        `Tous vos fichiers ensemble peuvent faire ${max}. Paramètres, Fichiers montre ce qui peut partir.`,
      fullStill: (when: string) =>
        `Ce qui vient d’être supprimé ou interrompu compte encore. Réessayez ${when}.`,
      tooManyWaiting: (when: string) =>
        `Trop d’envois attendent leur message. Paramètres, Fichiers permet de les supprimer ; sinon, réessayez ${when}.`,
      refused: "Le stockage ne l’a pas accepté.",
      someFailed:
        "Certains fichiers n’ont pas été envoyés. Réessayez ou retirez-les ; votre texte reste ici.",
      awaited: "Votre message partira dès que ses fichiers seront en ligne.",
      noImages: (name: string) => `« ${name} » est une image ; ce modèle ne lit que du texte.`,
      notRead: (name: string) => `« ${name} » est du son ou de la vidéo ; ce modèle ne sait pas le lire.`,
      pastedName: "Texte collé",
      pasted: "Le long texte a été joint en tant que fichier.",
      asText: "Coller comme texte",
    },
    files: {
      title: "Fichiers",
      none: "Pas encore de fichiers. Ce que vous joignez à une conversation apparaît ici.",
      used: (used: string, limit: string) => `${used} sur ${limit} utilisés`,
      someChat: "Dans une conversation",
      noChat: "Dans aucune conversation ; supprimé après un jour",
      remove: "Supprimer",
      removeNamed: (name: string) => `Supprimer « ${name} »`,
      sure: "Sa conversation continue sans lui. C’est définitif.",
      sureAlone: "C’est définitif.",
      removeNow: "Supprimer le fichier",
      more: "Plus de fichiers",
      loadFailed: "Impossible de charger vos fichiers.",
      ofMessage: "Fichiers de ce message",
      download: (name: string) => `Télécharger « ${name} »`,
      gone: "supprimé",
      from: (sources: string) => `D’après ${sources}`,
      parts: {
        page: (numbers: string, _isMany: boolean) => `p. ${numbers}`,
        slide: (numbers: string, isMany: boolean) =>
          isMany ? `diapositives ${numbers}` : `diapositive ${numbers}`,
        row: (numbers: string, isMany: boolean) => (isMany ? `lignes ${numbers}` : `ligne ${numbers}`),
        line: (numbers: string, isMany: boolean) => (isMany ? `lignes ${numbers}` : `ligne ${numbers}`),
        paragraph: (numbers: string, isMany: boolean) =>
          isMany ? `paragraphes ${numbers}` : `paragraphe ${numbers}`,
        image: "l’image",
        noText: "aucun texte",
        of: (part: string, sheet: string) => `${part} de ${sheet}`,
      },
    },
    saveAs: {
      title: "Enregistrer cette réponse",
      markdown: "En Markdown",
      word: "En document Word",
      csv: "Son tableau en CSV",
      saved: (name: string) => `« ${name} » enregistré. Il est aussi parmi vos fichiers.`,
      savedHere: (name: string, reason: string) =>
        `« ${name} » enregistré sur cet appareil seulement : ${reason}`,
    },
    everything: {
      start: "Tout exporter en ZIP",
      name: "Données Parley",
      running: "Exportation de vos conversations et fichiers…",
      done: (chats: number, files: number, zips: number) =>
        `Exporté. Discussions : ${number(chats)}, fichiers : ${number(files)}${zips > 1 ? `, archives ZIP : ${number(zips)}` : ""}`,
      some: (count: number) =>
        count === 1
          ? "1 fichier n’a pas pu être récupéré et manque dans l’archive."
          : `${number(count)} fichiers n’ont pas pu être récupérés et manquent dans l’archive.`,
      which: "Lesquels ?",
      missing: "Fichiers manquants",
      missingText: "Absents de l’archive, car impossibles à récupérer, même après plusieurs essais :",
    },
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
    chatSettings: {
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
    shortcuts: {
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
    keys: {
      title: "Clés d’API",
      intro:
        "Pour les scripts et pour se connecter. Toutes les clés d’une personne partagent ses conversations et ses limites.",
      name: "Nom de la nouvelle clé",
      nameExample: "À quoi elle sert",
      owner: "À qui elle est",
      ownerSelf: "À vous, si vide",
      make: "Créer la clé",
      made: (name: string) => `Nouvelle clé « ${name} »`,
      shownOnce: "Copiez-la maintenant. Elle n’est pas enregistrée et ne sera plus jamais affichée.",
      copy: "Copier la clé",
      madeOn: (at: Date) => `Créée le ${date(at, { dateStyle: "medium" })}`,
      usedOn: (at: Date) => `Dernière utilisation : ${date(at, { dateStyle: "medium", timeStyle: "short" })}`,
      neverUsed: "Jamais utilisée",
      fromStack: "Première clé de la pile",
      revoke: "Révoquer",
      revokeNamed: (name: string) => `Révoquer « ${name} »`,
      sure: "Les scripts et les sessions qui l’utilisent s’arrêtent en moins d’une minute.",
      revokeNow: "Révoquer la clé",
      nameMissing: "Une clé a besoin d’un nom.",
      nameTooLong: (maxChars: number) => `${number(maxChars)} caractères au plus.`,
      ownerWrong:
        "Uniquement des minuscules sans accent, des chiffres et . _ @ + -, en commençant par une lettre ou un chiffre.",
      tooMany: (max: number) => `Une personne peut avoir ${number(max)} clés. Révoquez-en d’abord une.`,
      loadFailed: "Impossible de charger les clés.",
    },
    usage: {
      title: "Consommation",
      everyones: "Tout le monde",
      tier: (name: string) => `Niveau « ${name} ». Les jours commencent à 00:00 UTC.`,
      byDay: "Jetons par jour",
      day: "Jour",
      requests: "Requêtes",
      prompts: "Questions",
      replies: "Réponses",
      person: "Personne",
      people: "Personnes",
      tierOf: "Niveau",
      admin: "Administrateur",
      tokens: "Jetons",
      cost: "Coût estimé",
      costNote: (total: string, price: string) =>
        `Environ ${total} : chaque jour d’utilisation compte pour 24 heures à ${price}, réparties selon les jetons.`,
    },
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
      beginsAnew:
        "Ce protocole ne connaît pas de conversations : l'exemple en commence une nouvelle, avec les réglages de celle-ci.",
      whole: "La réponse entière",
      streaming: "Pendant qu’elle s’écrit",
      reference: "Toutes les routes de l’API, dans son document",
      environment: "D’abord, la clé",
      local: "À exécuter dans le dossier du projet, avec le même --data que npm start, s’il en avait un.",
      copy: (what: string) => `Copier « ${what} »`,
      key: "Clé d’API",
      showKey: "Afficher ma clé dans les exemples",
      hideKey: "Masquer la clé",
      keyStays: "Elle reste sur cette page jusqu’à ce que vous fermiez cette fenêtre.",
    },
  };
};

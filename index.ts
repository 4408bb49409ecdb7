import { ApiKeys } from "./components/api-keys";
import { buildBundles, serverBundlePath } from "./components/bundles";
import { ChatApi } from "./components/chat-api";
import { ChatFunctions } from "./components/chat-functions";
import { AuroraStore } from "./components/aurora-store";
import { ChatServer } from "./components/chat-server";
import { ConversationTable } from "./components/conversation-table";
import { Dashboard } from "./components/dashboard";
import { Edge } from "./components/edge";
import { FileBucket } from "./components/file-bucket";
import { ModelEndpoint } from "./components/model-endpoint";
import { Network } from "./components/network";
import { readSettings } from "./components/settings";

const settings = readSettings();
buildBundles(__dirname);

const model = new ModelEndpoint("model", {
  existingEndpoint: settings.existingEndpoint,
  model: settings.model,
  instanceType: settings.instanceType,
  image: settings.modelImage,
  contextTokens: settings.contextTokens,
});
const table = new ConversationTable("conversations", { deletionProtection: settings.deletionProtection });
const bucket = new FileBucket("files", { deletionProtection: settings.deletionProtection });

const network = new Network("network");
const aurora =
  settings.store === "aurora"
    ? new AuroraStore("store", {
        vpcId: network.vpcId,
        isolatedSubnetIds: network.isolatedSubnetIds,
        deletionProtection: settings.deletionProtection,
        logRetentionDays: settings.logRetentionDays,
      })
    : undefined;

const functions = new ChatFunctions("functions", {
  tableName: table.tableName,
  tableArn: table.tableArn,
  bucketName: bucket.bucketName,
  bucketArn: bucket.bucketArn,
  endpointName: model.endpointName,
  endpointArn: model.endpointArn,
  database: aurora?.database,
  model: settings.model,
  systemPrompt: settings.systemPrompt,
  contextTokens: settings.contextTokens,
  replyTokens: settings.replyTokens,
  tiers: settings.tiers,
  files: settings.files,
  instancePricePerHour: settings.instancePricePerHour,
  logRetentionDays: settings.logRetentionDays,
});
const api = new ChatApi("api", {
  chat: functions.chat,
  openai: functions.openai,
  conversations: functions.conversations,
  files: functions.files,
  keys: functions.keys,
  authorizer: functions.authorizer,
  accessLogs: settings.accessLogs,
  logRetentionDays: settings.logRetentionDays,
});
const keys = new ApiKeys("keys", {
  restApiId: api.restApiId,
  stageName: api.stageName,
  tableName: table.tableName,
  keysRoleName: functions.keysRoleName,
  tiers: settings.tiers,
});

const server = new ChatServer("server", {
  vpcId: network.vpcId,
  publicSubnetIds: network.publicSubnetIds,
  isolatedSubnetIds: network.isolatedSubnetIds,
  bundlePath: serverBundlePath,
  siteFile: {
    site: settings.site,
    models: [settings.model],
    defaults: { maxTokens: settings.replyTokens, contextTokens: settings.contextTokens },
    files: settings.files,
  },
  bucketName: bucket.bucketName,
  bucketArn: bucket.bucketArn,
  filesUrl: bucket.bucketUrl,
  invokeUrl: api.invokeUrl,
  keyParameterName: keys.serverKeyParameter.name,
  keyParameterArn: keys.serverKeyParameter.arn,
  signIn: settings.signIn,
  instanceType: settings.serverInstanceType,
});
const edge = new Edge("edge", {
  loadBalancerArn: server.loadBalancerArn,
  loadBalancerDnsName: server.loadBalancerDnsName,
});
const dashboard = new Dashboard("dashboard", {
  apiName: api.restApiName,
  functionNames: [
    functions.chat.name,
    functions.openai.name,
    functions.conversations.name,
    functions.files.name,
    functions.keys.name,
    functions.authorizer.name,
  ],
  endpointName: model.endpointName,
  tableName: table.tableName,
});

export = {
  chatUrl: edge.chatUrl,
  invokeUrl: api.invokeUrl,
  apiKey: keys.apiKey,
  modelEndpoint: model.endpointName,
  conversationTable: table.tableName,
  // The cluster, its secret and its database's name. Left out where there is none: Pulumi warns of what is undefined.
  ...(aurora && { conversationDatabase: aurora.database }),
  filesBucket: bucket.bucketName,
  dashboardUrl: dashboard.dashboardUrl,
};

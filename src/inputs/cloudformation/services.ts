/** Services that neither open a socket in a network of the user nor change who may reach one. */
export const irrelevantServices: ReadonlySet<string> = new Set(
  `ACMPCA AIOps ARCRegionSwitch ARCZonalShift ASK AccessAnalyzer AmplifyUIBuilder AppConfig AppFlow AppIntegrations AppTest
  ApplicationAutoScaling ApplicationInsights ApplicationSignals Athena AuditManager AutoScalingPlans B2BI BCMDataExports Backup
  BackupGateway BcmPricingCalculator Bedrock BedrockMantle Billing BillingConductor Braket Budgets CDK CE CUR Cases Cassandra
  CertificateManager Chatbot Chime CleanRooms CleanRoomsML CloudTrail CloudWatch CodeArtifact CodeBuild CodeCommit
  CodeConnections CodeDeploy CodeGuruProfiler CodeGuruReviewer CodePipeline CodeStar CodeStarConnections CodeStarNotifications
  Cognito Comprehend ComputeOptimizer Config Connect ConnectCampaigns ConnectCampaignsV2 ControlTower CustomerProfiles DLM
  DataBrew DataPipeline DataZone Detective DevOpsAgent DevOpsGuru DynamoDB ECR EMRContainers ElementalInference
  EntityResolution EventSchemas Events Evidently FIS FinSpace Forecast FraudDetector Glue Greengrass GreengrassV2 GuardDuty
  HealthImaging HealthLake IAM IVS IVSChat IdentityStore ImageBuilder Inspector InspectorV2 InternetMonitor Invoicing IoT
  IoTAnalytics IoTCoreDeviceAdvisor IoTEvents IoTFleetWise IoTManagedIntegrations IoTSiteWise IoTThingsGraph IoTTwinMaker
  IoTWireless KMS Kendra KendraRanking Kinesis KinesisAnalytics KinesisAnalyticsV2 KinesisFirehose KinesisVideo LakeFormation
  Lex LicenseManager Location Logs LookoutEquipment LookoutMetrics LookoutVision MPA Macie MediaConvert MediaStore
  Notifications NotificationsContacts NovaAct Oam ObservabilityAdmin Omics OpsWorksCM Organizations PCAConnectorAD
  PCAConnectorSCEP PaymentCryptography Personalize Pinpoint PinpointEmail Pipes Proton QBusiness QLDB QuickSight RAM RUM Rbin
  Rekognition ResilienceHub ResourceExplorer2 ResourceGroups RolesAnywhere Route53 Route53Profiles Route53RecoveryControl
  Route53RecoveryReadiness S3 S3Express S3ObjectLambda S3Outposts S3Tables S3Vectors SDB SES SMSVOICE SNS SQS SSM SSMContacts
  SSMGuiConnect SSMIncidents SSMQuickSetup SSO Scheduler SecretsManager SecurityHub SecurityLake ServiceCatalog
  ServiceCatalogAppRegistry Shield Signer StepFunctions SupportApp Synthetics SystemsManagerSAP UXC VerifiedPermissions VoiceID
  Wisdom WorkSpacesThinClient XRay`.split(/\s+/),
);

/** Services that bear on the network, of which nothing more is modelled than the tables of types and switches say. */
export const opaqueServices: ReadonlySet<string> = new Set(
  `APS AmazonMQ Amplify ApiGateway ApiGatewayV2 AppMesh AppRunner AppStream AppSync AutoScaling Batch BedrockAgentCore Cloud9
  CloudFormation CloudFront DAX DMS DSQL DataSync Deadline DeviceFarm DirectConnect DirectoryService DocDB DocDBElastic EC2 ECS
  EFS EKS EMR EMRServerless EVS ElastiCache ElasticBeanstalk ElasticLoadBalancing ElasticLoadBalancingV2 Elasticsearch FMS FSx
  GameLift GameLiftStreams GammaDilithium GlobalAccelerator Grafana GroundStation Interconnect KafkaConnect Lambda LaunchWizard
  Lightsail M2 MSK MWAA MWAAServerless ManagedBlockchain MediaConnect MediaLive MediaPackage MediaPackageV2 MediaTailor MemoryDB
  Neptune NeptuneGraph NetworkFirewall NetworkManager NimbleStudio ODB OSIS OpenSearchServerless OpenSearchService OpsWorks PCS
  Panorama RDS RTBFabric Redshift RedshiftServerless RefactorSpaces RoboMaker Route53GlobalResolver Route53Resolver S3Files SDC
  SageMaker SecurityAgent Serverless ServiceDiscovery SimSpaceWeaver Timestream Transfer VpcLattice WAF WAFRegional WAFv2
  WorkSpaces WorkSpacesWeb WorkspacesInstances`.split(/\s+/),
);

/** Types of such services that say nothing of the network all the same, by service. */
export const irrelevantKinds: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  `APS: AnomalyDetector ResourcePolicy RuleGroupsNamespace Workspace
  AmazonMQ: Configuration ConfigurationAssociation
  ApiGateway: Account ApiKey ClientCertificate DocumentationPart DocumentationVersion GatewayResponse Model RequestValidator
    UsagePlan UsagePlanKey
  ApiGatewayV2: IntegrationResponse Model RouteResponse
  AppStream: Application ApplicationEntitlementAssociation ApplicationFleetAssociation DirectoryConfig Entitlement Stack
    StackFleetAssociation StackUserAssociation User
  AppSync: ApiKey FunctionConfiguration GraphQLSchema Resolver
  Batch: ConsumableResource JobQueue QuotaShare SchedulingPolicy
  CloudFormation: GuardHook HookDefaultVersion HookTypeConfig HookVersion LambdaHook ModuleDefaultVersion
    ModuleVersion PublicTypeVersion Publisher ResourceDefaultVersion ResourceVersion TypeActivation
  CloudFront: CachePolicy CloudFrontOriginAccessIdentity ConnectionFunction Function KeyGroup KeyValueStore
    MonitoringSubscription OriginAccessControl OriginRequestPolicy PublicKey RealtimeLogConfig ResponseHeadersPolicy TrustStore
  DAX: ParameterGroup
  DMS: Certificate DataMigration DataProvider EventSubscription MigrationProject
  DocDB: EventSubscription GlobalCluster
  EC2: CapacityManagerDataExport CapacityReservationFleet EnclaveCertificateIamRoleAssociation Host IPAM IPAMAllocation
    IPAMPool IPAMPoolCidr IPAMPrefixListResolver IPAMPrefixListResolverTarget IPAMResourceDiscovery
    IPAMResourceDiscoveryAssociation IPAMScope NetworkInsightsAccessScope NetworkInsightsAccessScopeAnalysis
    NetworkInterfacePermission NetworkPerformanceMetricSubscription SqlHaStandbyDetectedInstance TrafficMirrorFilter
    TrafficMirrorFilterRule TrafficMirrorSession TrafficMirrorTarget VPCEncryptionControl VPCEndpointConnectionNotification
  EKS: AccessEntry Addon Capability IdentityProviderConfig PodIdentityAssociation
  EMR: InstanceFleetConfig InstanceGroupConfig SecurityConfiguration Step StudioSessionMapping WALWorkspace
  ElastiCache: GlobalReplicationGroup User UserGroup
  ElasticBeanstalk: Application ApplicationVersion
  FSx: DataRepositoryAssociation Snapshot Volume
  GameLift: Alias Build ContainerGroupDefinition GameSessionQueue Location MatchmakingConfiguration MatchmakingRuleSet Script
  GlobalAccelerator: CrossAccountAttachment
  Lambda: CapacityProvider ResourcePolicy
  Lightsail: Alarm Certificate DatabaseSnapshot Disk DiskSnapshot InstanceSnapshot LoadBalancerTlsCertificate
  MSK: BatchScramSecret ClusterPolicy Configuration Topic
  MemoryDB: ACL MultiRegionCluster ParameterGroup User
  Neptune: EventSubscription
  NetworkFirewall: LoggingConfiguration
  OpenSearchServerless: AccessPolicy CollectionGroup Index LifecyclePolicy SecurityConfig
  OpsWorks: App UserProfile Volume
  RDS: CustomDBEngineVersion DBProxyTargetGroup GlobalCluster Integration
  Redshift: EventSubscription Integration ScheduledAction
  RedshiftServerless: Namespace Snapshot
  Route53Resolver: ResolverConfig ResolverDNSSECConfig ResolverQueryLoggingConfig ResolverQueryLoggingConfigAssociation
  SageMaker: App AppImageConfig CodeRepository DataQualityJobDefinition Device DeviceFleet FeatureGroup Image ImageVersion
    InferenceComponent InferenceExperiment ModelBiasJobDefinition ModelCard ModelExplainabilityJobDefinition ModelPackage
    ModelPackageGroup ModelQualityJobDefinition MonitoringSchedule NotebookInstanceLifecycleConfig Pipeline Project Space
    StudioLifecycleConfig UserProfile Workteam
  Timestream: Database ScheduledQuery Table
  Transfer: Agreement Certificate Profile User Workflow
  WAF: ByteMatchSet IPSet SizeConstraintSet SqlInjectionMatchSet XssMatchSet
  WAFRegional: ByteMatchSet GeoMatchSet IPSet RegexPatternSet SizeConstraintSet SqlInjectionMatchSet XssMatchSet
  WAFv2: IPSet LoggingConfiguration RegexPatternSet
  WorkSpaces: ConnectionAlias
  WorkSpacesWeb: BrowserSettings DataProtectionSettings IdentityProvider SessionLogger TrustStore UserAccessLoggingSettings
    UserSettings`
    .split(/\n\s*(?=\w+:)/)
    .map((line) => {
      const [service = "", ...kinds] = line.split(/[:\s]+/);
      return [service, new Set(kinds)];
    }),
);

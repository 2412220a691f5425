import type { Treatment } from "../../model/reading";

/** Blocks at the top of a file (Terraform language, "Configuration Syntax"). */
export const blockTypes: Readonly<Record<string, Treatment>> = {
  resource: "modelled",
  data: "modelled",
  ephemeral: "modelled",
  variable: "modelled",
  locals: "modelled",
  output: "modelled",
  module: "modelled",
  terraform: "irrelevant",
  provider: "irrelevant",
  moved: "irrelevant",
  removed: "irrelevant",
  import: "irrelevant",
  check: "irrelevant",
  action: "irrelevant",
};

const modelled = words(`
  aws_security_group aws_default_security_group aws_security_group_rule
  aws_vpc_security_group_ingress_rule aws_vpc_security_group_egress_rule
  aws_network_acl aws_default_network_acl aws_network_acl_rule
  aws_ec2_managed_prefix_list aws_ec2_managed_prefix_list_entry
  aws_subnet aws_default_subnet aws_lb aws_alb aws_elb aws_lb_listener aws_alb_listener
  aws_db_instance aws_rds_cluster_instance aws_redshift_cluster aws_redshiftserverless_workgroup
  aws_dms_replication_instance aws_mq_broker aws_neptune_cluster_instance aws_timestreaminfluxdb_db_instance
  aws_eks_cluster aws_msk_cluster aws_launch_configuration aws_launch_template
  aws_instance aws_spot_instance_request aws_network_interface aws_network_interface_sg_attachment
  aws_eip aws_eip_association aws_autoscaling_group aws_autoscaling_attachment
  aws_internet_gateway aws_egress_only_internet_gateway aws_nat_gateway aws_vpn_gateway
  aws_route_table aws_default_route_table aws_route aws_route_table_association aws_main_route_table_association
  aws_network_acl_association aws_lb_target_group aws_alb_target_group aws_lb_target_group_attachment
  aws_alb_target_group_attachment aws_lb_listener_rule aws_alb_listener_rule aws_elb_attachment
  aws_ecs_service aws_lambda_function aws_efs_mount_target aws_vpc_endpoint aws_mwaa_environment
  aws_rds_cluster aws_neptune_cluster aws_docdb_cluster aws_memorydb_cluster aws_elasticache_cluster
  aws_elasticache_replication_group aws_elasticache_serverless_cache aws_opensearch_domain aws_elasticsearch_domain
  aws_db_subnet_group aws_docdb_subnet_group aws_elasticache_subnet_group aws_memorydb_subnet_group
  aws_redshift_subnet_group aws_dms_replication_subnet_group aws_neptune_subnet_group
  aws_network_interface_attachment aws_vpc_block_public_access_options aws_vpc_block_public_access_exclusion
`);

/** Types that bear on nothing although others of their family do. */
const irrelevant = words(`
  aws_vpc aws_default_vpc aws_flow_log aws_key_pair aws_ebs_volume aws_ebs_snapshot aws_volume_attachment aws_ami
  aws_ami_copy aws_placement_group aws_vpc_dhcp_options aws_vpc_dhcp_options_association aws_default_vpc_dhcp_options
  aws_db_parameter_group aws_db_option_group aws_db_snapshot aws_db_event_subscription
  aws_rds_cluster_parameter_group aws_elasticache_parameter_group
  aws_redshift_parameter_group aws_dms_endpoint
  aws_dms_certificate aws_dms_replication_task aws_docdb_cluster_parameter_group aws_docdb_subnet_group
  aws_neptune_parameter_group aws_neptune_cluster_parameter_group
  aws_mq_configuration aws_msk_configuration aws_msk_scram_secret_association aws_lb_listener_certificate
  aws_alb_listener_certificate aws_lb_ssl_negotiation_policy aws_lb_trust_store aws_lb_cookie_stickiness_policy
  aws_load_balancer_policy aws_ecs_cluster aws_ecs_capacity_provider aws_ecs_cluster_capacity_providers
  aws_ecs_account_setting_default aws_lambda_permission aws_lambda_alias aws_lambda_layer_version
  aws_lambda_event_source_mapping aws_lambda_function_event_invoke_config aws_lambda_provisioned_concurrency_config
  aws_autoscaling_policy aws_autoscaling_schedule aws_autoscaling_lifecycle_hook aws_autoscaling_notification
  aws_eks_addon aws_eks_access_entry aws_eks_access_policy_association aws_eks_identity_provider_config
  aws_eks_pod_identity_association aws_efs_file_system aws_efs_access_point aws_efs_file_system_policy
  aws_efs_backup_policy aws_vpc_ipam aws_vpc_ipam_pool aws_vpc_ipam_pool_cidr aws_vpc_ipam_scope
  aws_vpc_ipam_preview_next_cidr aws_vpc_ipv4_cidr_block_association aws_vpc_ipv6_cidr_block_association
  aws_region aws_vpc_peering_connection aws_vpc_peering_connection_accepter aws_vpc_peering_connection_options
  aws_internet_gateway_attachment aws_availability_zone_group aws_ec2_tag terraform_data
`);

/** Families of which no member opens a socket in a network of the user or changes who may reach one. */
const irrelevantFamilies = words(`
  aws_accessanalyzer aws_account aws_acm aws_acmpca aws_amplify aws_appautoscaling aws_appconfig aws_applicationinsights
  aws_athena aws_auditmanager aws_backup aws_bedrock aws_bedrockagent aws_budgets aws_ce aws_chatbot aws_chime aws_cloudtrail
  aws_cloudwatch aws_codeartifact aws_codebuild aws_codecommit aws_codedeploy aws_codepipeline aws_codestarconnections
  aws_codestarnotifications aws_cognito aws_comprehend aws_computeoptimizer aws_config aws_connect aws_controltower
  aws_costoptimizationhub aws_cur aws_customerprofiles aws_dataexchange aws_datapipeline aws_datazone aws_detective
  aws_devicefarm aws_devopsguru aws_dlm aws_dynamodb aws_ebs aws_ecr aws_ecrpublic aws_evidently aws_fis aws_glacier aws_glue
  aws_guardduty aws_iam aws_identitystore aws_imagebuilder aws_inspector aws_inspector2 aws_internetmonitor aws_iot aws_ivs
  aws_kendra aws_keyspaces aws_kinesis aws_kinesisanalyticsv2 aws_kms aws_lakeformation aws_lex aws_lexv2models
  aws_licensemanager aws_location aws_macie2 aws_media aws_notifications aws_oam aws_organizations aws_pinpoint aws_pipes
  aws_qldb aws_quicksight aws_ram aws_rbin aws_rekognition aws_resourceexplorer2 aws_resourcegroups aws_rolesanywhere
  aws_route53 aws_route53profiles aws_rum aws_s3 aws_s3control aws_s3outposts aws_s3tables aws_sagemaker aws_scheduler
  aws_schemas aws_secretsmanager aws_securityhub aws_securitylake aws_serverlessapplicationrepository aws_servicecatalog
  aws_servicequotas aws_ses aws_sesv2 aws_sfn aws_shield aws_signer aws_simpledb aws_sns aws_sqs aws_ssm aws_ssmcontacts
  aws_ssmincidents aws_ssoadmin aws_swf aws_synthetics aws_timestreamwrite aws_transcribe aws_verifiedpermissions aws_xray
  aws_proxy aws_snapshot
  random null tls local time archive template http external cloudinit terraform datadog pagerduty newrelic grafana
  github gitlab vault auth0 okta onepassword sops statuscake opsgenie postgresql mysql tfe
`);

/** Families of other clouds and platforms in which firewalls, machines and services are declared. */
const opaqueFamilies = words(`
  awscc google azurerm azapi azuread kubernetes helm digitalocean hcloud linode openstack oci ibm alicloud vultr scaleway
  ovh proxmox vsphere docker nomad consul cloudflare fastly exoscale upcloud equinix tencentcloud yandex huaweicloud
  kubectl rancher2 nsxt fortios panos civo
`);

/** Families of AWS that have sockets or stand before some, of which nothing more is modelled than `modelled` and `switches.ts` say. */
const opaqueServices = words(`
  aws_api aws_apigatewayv2 aws_app aws_appflow aws_appmesh aws_apprunner aws_appstream aws_appsync aws_autoscaling aws_batch
  aws_bastion aws_client aws_cloud9 aws_cloudformation aws_cloudfront aws_cloudhsm aws_customer aws_datasync aws_dax aws_db
  aws_default aws_directory aws_dms aws_docdb aws_docdbelastic aws_dx aws_ec2 aws_ecs aws_efs aws_egress aws_eip aws_eks
  aws_elastic aws_elasticache aws_elasticsearch aws_emr aws_emrcontainers aws_emrserverless aws_finspace aws_fsx aws_gamelift
  aws_globalaccelerator aws_instance aws_internet aws_lambda aws_launch aws_lb aws_alb aws_elb aws_lightsail aws_load aws_main
  aws_memorydb aws_mq aws_msk aws_mskconnect aws_mwaa aws_nat aws_neptune aws_neptunegraph aws_network aws_networkfirewall
  aws_networkmanager aws_networkmonitor aws_opensearch aws_opensearchserverless aws_opsworks aws_osis aws_prometheus aws_rds
  aws_redshift aws_redshiftdata aws_redshiftserverless aws_route aws_service aws_spot aws_storagegateway aws_subnet
  aws_timestreaminfluxdb aws_transfer aws_vpc aws_vpclattice aws_vpn aws_waf aws_wafregional aws_wafv2 aws_workspaces
  aws_workspacesweb aws_security aws_carrier aws_verifiedaccess aws_ami aws_vpn aws_grafana
`);

/** How a type of resource is treated, or nothing where no table has it. Its family is its first word, with AWS its first two. */
export function treatmentOf(type: string): Treatment | undefined {
  if (modelled.has(type)) return "modelled";
  if (irrelevant.has(type)) return "irrelevant";
  const [provider = "", service] = type.split("_");
  if (provider === "aws") {
    if (irrelevantFamilies.has(`aws_${service ?? ""}`)) return "irrelevant";
    return opaqueServices.has(`aws_${service ?? ""}`) ? "opaque" : undefined;
  }
  if (irrelevantFamilies.has(provider)) return "irrelevant";
  return opaqueFamilies.has(provider) ? "opaque" : undefined;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

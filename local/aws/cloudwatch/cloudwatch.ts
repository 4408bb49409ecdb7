import type { CloudService, Place } from "../service";

/** CloudWatch: there are no metrics on one machine, so a dashboard is only kept, once its body is valid. */
export function createCloudWatch(place: Place): CloudService {
  return {
    name: "monitoring",
    resources: {
      "aws:cloudwatch/dashboard:Dashboard": {
        async create({ inputs: { dashboardBody, dashboardName } }) {
          checkBody(dashboardName, dashboardBody);
          const dashboardArn = `arn:aws:cloudwatch::${place.accountId}:dashboard/${dashboardName}`;
          return { id: dashboardName, outputs: { dashboardArn } };
        },
      },
    },
  };
}

function checkBody(name: string, body: string): void {
  try {
    JSON.parse(body);
  } catch (error) {
    throw new Error(`Dashboard ${name}: dashboardBody is not JSON`, { cause: error });
  }
}

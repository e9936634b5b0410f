/// The processes of the shop: every instance in its ordinary version and in the next one.
enum ShopResources {
  /// Attributes by index, see `index`.
  static let all: [[SyntheticAttribute]] = ShopService.allCases.flatMap { service in
    (0..<3).flatMap { instance in
      [false, true].map { attributes(of: service, instance: instance, runsNextVersion: $0) }
    }
  }

  static func index(of service: ShopService, instance: Int, runsNextVersion: Bool) -> Int {
    (service.rawValue * 3 + instance) * 2 + (runsNextVersion ? 1 : 0)
  }

  /// Looks like a pod's name: a deployment of another version makes new pods.
  static func instanceID(of service: ShopService, instance: Int, runsNextVersion: Bool) -> String {
    let seed = UInt64(index(of: service, instance: instance, runsNextVersion: runsNextVersion)) &+ 0x51
    let set = JSONText.hex(SplitMix64.mixed(seed &- UInt64(instance * 2))).prefix(8)
    return service.name + "-" + set + "-" + JSONText.hex(SplitMix64.mixed(seed &+ 977)).prefix(5)
  }

  private static func attributes(
    of service: ShopService, instance: Int, runsNextVersion: Bool
  ) -> [SyntheticAttribute] {
    let region = ShopPlace.regions[ShopPlace.region(ofInstance: instance)]
    return [
      SyntheticAttribute("service.name", service.name),
      SyntheticAttribute("service.namespace", "shop"),
      SyntheticAttribute("service.version", runsNextVersion ? service.nextVersion : service.version),
      SyntheticAttribute(
        "service.instance.id", instanceID(of: service, instance: instance, runsNextVersion: runsNextVersion)),
      SyntheticAttribute("deployment.environment.name", "production"),
      SyntheticAttribute("cloud.region", region),
      SyntheticAttribute("host.name", ShopPlace.hosts[ShopPlace.host(of: service, instance: instance)]),
      SyntheticAttribute("telemetry.sdk.language", service.language),
      SyntheticAttribute("telemetry.sdk.name", "opentelemetry"),
    ]
  }
}

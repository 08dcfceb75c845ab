namespace LoadTestAz.Ports;

/// <summary>What a store's clock showed at one moment, as closely as the store tells.</summary>
/// <param name="Earliest">Not before this instant.</param>
/// <param name="Latest">Not after this instant.</param>
public readonly record struct StoreTime(DateTimeOffset Earliest, DateTimeOffset Latest);

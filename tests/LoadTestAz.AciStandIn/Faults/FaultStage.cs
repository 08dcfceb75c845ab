namespace LoadTestAz.AciStandIn.Faults;

/// <summary>Where on a request's way a fault strikes.</summary>
internal enum FaultStage
{
    /// <summary>As it arrives, before anything is looked at.</summary>
    Arrival,

    /// <summary>It is right in itself; the answer is an error.</summary>
    Answer,

    /// <summary>It was accepted: what becomes of the group or of the operation.</summary>
    Acceptance,

    /// <summary>It has had its effect.</summary>
    Departure,
}

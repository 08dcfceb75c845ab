namespace LoadTestAz.Plans;

/// <summary>What a worker drives.</summary>
public enum TestType
{
    /// <summary>HTTP and other protocols.</summary>
    Protocol,

    /// <summary>A real browser (k6/browser).</summary>
    Browser,

    /// <summary>Only of a plan: protocol and browser workers side by side.</summary>
    Mixed,
}

/// <summary>What makes the load inside a worker.</summary>
public enum LoadTestEngine
{
    /// <summary>k6 where it is there, else the built-in HTTP engine when the plan needs no script.</summary>
    Auto,

    /// <summary>k6.</summary>
    K6,

    /// <summary>The built-in HTTP engine.</summary>
    Http,
}

/// <summary>What a worker takes of k6's samples.</summary>
public enum LoadTestCapture
{
    /// <summary>Every sample: percentiles within 0.1 %.</summary>
    Full,

    /// <summary>Sums and histograms that k6 makes itself: cheaper for k6, percentiles within some per cent. Needs k6 v1.4.</summary>
    Light,
}

/// <summary>Where workers run.</summary>
public enum LoadTestCompute
{
    /// <summary>On this machine.</summary>
    Local,

    /// <summary>As Azure Container Instances.</summary>
    Aci,
}

/// <summary>Where a script's setup() and teardown() run.</summary>
public enum SetupPolicy
{
    /// <summary>On one worker, for all: the others get what setup() returned.</summary>
    Once,

    /// <summary>On each worker, for itself, as k6 does it.</summary>
    EachWorker,

    /// <summary>Only of a run's own plan: the script has neither function.</summary>
    None,
}

/// <summary>What becomes of a run when fewer workers than it asks for are ready in time.</summary>
public enum MissingWorkersPolicy
{
    /// <summary>It goes on with those that are ready, and their share of the load.</summary>
    Continue,

    /// <summary>It is called off before anybody makes load.</summary>
    Fail,

    /// <summary>The missing workers' shares are given to those that are ready, and it goes on with all of the load.</summary>
    Redistribute,
}

/// <summary>When containers are deleted after a run.</summary>
public enum CleanupPolicy
{
    /// <summary>Whatever came of the run.</summary>
    Always,

    /// <summary>Only after a run that completed; otherwise they stay for a look.</summary>
    OnSuccess,

    /// <summary>Never; Remove-AzLoadTestRun does it.</summary>
    Never,
}

namespace LoadTestAz.Benchmarks.Performance.Importing;

/// <summary>What a session took, in milliseconds.</summary>
/// <param name="Empty">To import an empty binary module.</param>
/// <param name="Module">To import LoadTestAz.</param>
/// <param name="FirstPlan">To make the first plan.</param>
/// <param name="FirstYamlPlan">To make the first plan of a YAML file, after that one.</param>
/// <param name="LargePlan">To make a plan for 1,000 workers, the median of five after the first.</param>
internal sealed record ImportFigures(double Empty, double Module, double FirstPlan, double FirstYamlPlan, double LargePlan);

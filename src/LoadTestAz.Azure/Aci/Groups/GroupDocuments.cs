using System.Text.Json.Serialization;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>A container group as the service gives it; a list has no instance views.</summary>
internal sealed record GroupDocument(string? Id, string Name, string? Location, IReadOnlyDictionary<string, string>? Tags, GroupStatus? Properties);

/// <summary>A page of container groups.</summary>
internal sealed record GroupPage(IReadOnlyList<GroupDocument>? Value, string? NextLink);

/// <summary>How a group stands.</summary>
internal sealed record GroupStatus(string? ProvisioningState, IReadOnlyList<ContainerDocument>? Containers, GroupInstanceView? InstanceView);

/// <summary>A group's state (Pending, Running, Succeeded, Failed, Stopped) and what happened to it.</summary>
internal sealed record GroupInstanceView(string? State, IReadOnlyList<EventDocument>? Events);

/// <summary>A container in a group.</summary>
internal sealed record ContainerDocument(string? Name, ContainerStatus? Properties);

/// <summary>How a container stands.</summary>
internal sealed record ContainerStatus(ContainerInstanceView? InstanceView);

/// <summary>A container's states and what happened to it.</summary>
internal sealed record ContainerInstanceView(int RestartCount, ContainerStateDocument? CurrentState, ContainerStateDocument? PreviousState, IReadOnlyList<EventDocument>? Events);

/// <summary>Waiting, Running or Terminated.</summary>
internal sealed record ContainerStateDocument(string? State, int? ExitCode, DateTimeOffset? StartTime, DateTimeOffset? FinishTime, string? DetailStatus);

/// <summary>Something that happened, such as Pulling, Pulled, Started, Killing.</summary>
internal sealed record EventDocument(string? Name, string? Message, string? Type, int Count, DateTimeOffset? LastTimestamp);

/// <summary>What a container printed.</summary>
internal sealed record LogDocument(string? Content);

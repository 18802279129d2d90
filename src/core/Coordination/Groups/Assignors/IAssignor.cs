namespace Levada.Coordination.Groups.Assignors;

/// <summary>Distributes partitions over members on the broker. Deterministic.</summary>
internal interface IAssignor
{
    /// <summary>The name that clients and settings use.</summary>
    string Name { get; }

    /// <summary>Gives every partition of every topic that somebody subscribes to to exactly one subscriber.</summary>
    /// <returns>The partitions of each member, in the order of the request.</returns>
    PartitionSet[] Assign(AssignmentRequest request);
}

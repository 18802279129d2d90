using Levada.Protocol.Messages;

namespace Levada.Quorum;

/// <summary>What the metadata log says about its voters; later records replace earlier ones.</summary>
/// <param name="KRaftVersion">0 where the configuration names the voters, 1 where the log does.</param>
/// <param name="Record">The voters with their directories and endpoints; null until the log names them.</param>
internal readonly record struct QuorumVoters(short KRaftVersion, VotersRecord? Record)
{
    private const short KRaftVersionMax = 1;

    /// <summary>The voters of a directory that this node formats.</summary>
    public static QuorumVoters Only(QuorumOptions options) => new(KRaftVersionMax, DescribeOnly(options));

    /// <summary>Whether the log already says what <see cref="Only"/> would: same voter, same directory, same endpoints.</summary>
    public bool IsCurrentFor(QuorumOptions options) =>
        Record is { Voters: [var voter] }
        && voter.VoterId == options.NodeId
        && voter.VoterDirectoryId == options.DirectoryId
        && voter.Endpoints.Select(endpoint => new VoterEndpoint(endpoint.Name, endpoint.Host, endpoint.Port)).SequenceEqual(options.Endpoints);

    /// <summary>Why this node cannot lead alone, in one line; null if it can.</summary>
    public string? FindRefusal(QuorumOptions options)
    {
        if (options.ConfiguredVoterIds.Any(id => id != options.NodeId))
            return $"The configuration names the metadata voters {string.Join(", ", options.ConfiguredVoterIds)}; "
                + $"only a quorum of this node alone (node.id={options.NodeId}) is supported.";
        if (KRaftVersion > KRaftVersionMax)
            return $"The metadata log uses kraft.version {KRaftVersion}; versions up to {KRaftVersionMax} are supported.";
        if (Record is not { } record) return null;
        if (record.Voters is not [var voter])
            return $"The metadata log has the voters {string.Join(", ", record.Voters.Select(other => other.VoterId))}; "
                + $"only a quorum of this node alone (node.id={options.NodeId}) is supported.";
        if (voter.VoterId != options.NodeId)
            return $"The metadata log belongs to voter {voter.VoterId}, this node is {options.NodeId}: set node.id={voter.VoterId} or use another directory.";
        return voter.VoterDirectoryId == options.DirectoryId || voter.VoterDirectoryId.IsZero
            ? null
            : $"The metadata log was written in directory {voter.VoterDirectoryId}, meta.properties says {options.DirectoryId}: restore its meta.properties.";
    }

    private static VotersRecord DescribeOnly(QuorumOptions options) => new()
    {
        Voters =
        [
            new VotersRecord.Voter
            {
                VoterId = options.NodeId,
                VoterDirectoryId = options.DirectoryId,
                Endpoints =
                [
                    .. options.Endpoints.Select(endpoint => new VotersRecord.Endpoint
                    {
                        Name = endpoint.Listener,
                        Host = endpoint.Host,
                        Port = endpoint.Port,
                    }),
                ],
                KRaftVersionFeature = new VotersRecord.KRaftVersionFeature { MinSupportedVersion = 0, MaxSupportedVersion = KRaftVersionMax },
            },
        ],
    };
}

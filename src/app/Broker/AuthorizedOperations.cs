namespace Levada.Broker;

/// <summary>The operations a client may do, as bits by operation code; without an authorizer, all that the resource knows.</summary>
/// <remarks>Source: KIP-430.</remarks>
internal static class AuthorizedOperations
{
    private const int Read = 1 << 3;
    private const int Write = 1 << 4;
    private const int Create = 1 << 5;
    private const int Delete = 1 << 6;
    private const int Alter = 1 << 7;
    private const int Describe = 1 << 8;
    private const int ClusterAction = 1 << 9;
    private const int DescribeConfigs = 1 << 10;
    private const int AlterConfigs = 1 << 11;
    private const int IdempotentWrite = 1 << 12;

    public const int Topic = Read | Write | Create | Describe | Delete | Alter | DescribeConfigs | AlterConfigs;
    public const int Cluster = Create | ClusterAction | DescribeConfigs | AlterConfigs | IdempotentWrite | Alter | Describe;
    public const int Group = Read | Describe | Delete | DescribeConfigs | AlterConfigs;

    /// <summary>Stands for "not asked".</summary>
    public const int NotAsked = int.MinValue;
}

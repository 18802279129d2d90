namespace Levada.Client;

/// <summary>What a coordinator is asked for by; the numbers are FindCoordinator's.</summary>
internal enum CoordinatorKind : sbyte
{
    Group = 0,
    Transaction = 1,
}

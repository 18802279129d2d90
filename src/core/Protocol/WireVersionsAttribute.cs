namespace Levada.Protocol;

/// <summary>States a message's versions where a compiler can read them: a handler that claims others fails the build.</summary>
/// <param name="lowest">The lowest version of the schema.</param>
/// <param name="highest">The highest version of the schema.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class WireVersionsAttribute(short lowest, short highest) : Attribute
{
    public short Lowest { get; } = lowest;
    public short Highest { get; } = highest;
}

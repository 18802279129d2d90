using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>A stretch of a split column's values.</summary>
internal sealed record KeySpan(KeyAxis Axis, BigInteger Low, BigInteger High);

/// <summary>A value of a split column.</summary>
/// <param name="Ordinal">Its place on the axis.</param>
/// <param name="Literal">How it is written in SQL.</param>
internal sealed record KeyPoint(BigInteger Ordinal, string Literal);

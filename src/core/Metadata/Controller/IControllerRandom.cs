using Levada.Protocol;

namespace Levada.Metadata.Controller;

/// <summary>The randomness of controller decisions: real in a broker, seeded in a simulation.</summary>
public interface IControllerRandom
{
    /// <summary>A random id.</summary>
    Uuid NextUuid();

    /// <summary>A number from 0 to below <paramref name="exclusiveMax"/>.</summary>
    int Next(int exclusiveMax);
}

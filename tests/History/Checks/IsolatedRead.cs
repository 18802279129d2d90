using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>One record that a reader or a share group's member got.</summary>
/// <param name="By">When, and who.</param>
internal readonly record struct IsolatedRead(HistoryEvent By, Isolation Isolation, Place Place, string Value);

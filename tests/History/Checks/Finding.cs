namespace Levada.History.Checks;

/// <summary>A promise that a history breaks.</summary>
/// <param name="Rule">The promise's name, the same for all findings of its kind.</param>
/// <param name="Text">What was seen, with places and values.</param>
public readonly record struct Finding(string Rule, string Text);

api-title = For other programs
api-lead = Other systems can search openings and follow changes at these addresses, without an account. The full description:
api-parameter = Parameter
api-meaning = Meaning

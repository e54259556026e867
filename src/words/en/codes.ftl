# What the codes are called

kind-vacancy = Job
kind-internship = Internship
kind-public-welfare = Public welfare post
kind-apprenticeship = Apprenticeship
kind-advisory = Teaching and advising
kind-volunteer = Volunteering

education-none = No limit
education-primary = Primary school
education-junior-high = Junior high school
education-high-school = High school
education-secondary-vocational = Vocational school
education-junior-college = Junior college
education-bachelor = Bachelor
education-master = Master
education-doctor = Doctorate

institution-care-home = Care home
institution-community-care = Community care
institution-medical-care = Medical care home
institution-rural-mutual-aid = Village mutual-aid home
institution-medical = Hospital or clinic
institution-property = Property firm
institution-housekeeping = Housekeeping firm
institution-social-work = Social work service
institution-volunteer-station = Volunteer station
institution-school = School
institution-training = Training centre
institution-government = Government office
institution-other = Other employer

legal-public-institution = Public institution
legal-social-group = Social group
legal-private-nonprofit = Private non-profit
legal-foundation = Foundation
legal-company = Company
legal-sole-trader = Sole trader
legal-cooperative = Farmers’ cooperative
legal-government = Government body
legal-unknown = Not known

class-management = Management
class-professional = Professional
class-support = Support
class-care = Care

licence-nurse = Nurse’s licence
licence-doctor = Doctor’s licence
licence-pharmacist = Pharmacist’s licence
licence-rehab-therapist = Rehabilitation therapist’s certificate
licence-social-worker-assistant = Assistant social worker’s certificate
licence-social-worker = Social worker’s certificate
licence-social-worker-senior = Senior social worker’s certificate
licence-counsellor = Counsellor’s certificate
licence-dietitian = Dietitian’s certificate
licence-elder-carer = Elder carer’s certificate
licence-health-certificate = Health certificate
licence-fire-operator = Fire equipment operator’s certificate
licence-food-safety = Food safety certificate
licence-cook = Cook’s certificate
licence-driver = Driving licence

pathway-graduate = New graduates
pathway-cross-field = From property or housekeeping work
pathway-medic = Doctors and nurses
pathway-retired-medic = Retired doctors and nurses
pathway-rural-low-income = Rural people on low incomes
pathway-family-carer = Family carers
pathway-returnee = Coming back home to work
pathway-volunteer = Volunteers

sector-property = Property
sector-housekeeping = Housekeeping
sector-medical = Health care
sector-elder-care = Elder care
sector-social-work = Social work
sector-catering = Catering
sector-retail = Shops
sector-manufacturing = Factories
sector-farming = Farming
sector-education = Education
sector-government = Government
sector-other = Other work

household-lifted-out-of-poverty = Lifted out of poverty
household-monitored = Watched against falling back into poverty
household-minimum-living-allowance = Minimum living allowance
household-extreme-poverty = Extreme poverty
household-hardship-expense = Hardship through unavoidable costs
household-zero-employment-family = Family without anyone in work
household-disabled = Disability
household-single-parent = Single parent of a minor
household-near-retirement = At most five years from retirement
household-military-spouse = Spouse of someone in the army
household-preferential-treatment = Entitled to special care
household-martyr-family = Family of a martyr
household-land-expropriated = Farmer whose land was taken
household-model-worker = Model worker

employment-full-time = Full time
employment-part-time = Part time
employment-dispatched = Agency work
employment-service-agreement = Service agreement
employment-temporary = Short term

shift-day = Day shift
shift-night = Night shift
shift-rotating = Rotating shifts
shift-live-in = Live-in, 24 hours
shift-flexible = Flexible hours

answer-yes = Yes
answer-no = No
answer-unknown = Not clear yet
answer-not-yet = Not yet

post-frontline-care = Front-line care
post-nursing-department = Nursing department
post-care-deputy-director = Deputy director for care
post-director = Director
post-professional = Professional
post-medical = Medical
post-management = Management
post-finance-hr-property = Finance, staff or property
post-other = Other post

skill-1 = Apprentice
skill-2 = Junior (level five)
skill-3 = Intermediate (level four)
skill-4 = Senior (level three)
skill-5 = Technician (level two)
skill-6 = Senior technician (level one)
skill-7 = Special technician
skill-8 = Chief technician

sort-relevance = Best match
sort-newest = Newest
sort-pay = Highest pay
sort-distance = Nearest
sort-ending = Ending soon

source-51job = 51job
source-boss = BOSS Zhipin
source-ggfw = Guangdong public employment service
source-jobonline = Jobonline
source-lagou = Lagou
source-liepin = Liepin
source-zhilian = Zhaopin
source-demo = sample data
source-desk = posted here

education-any = Any education
education-at-least = { $level } or higher
